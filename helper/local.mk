# SPDX-License-Identifier: MIT
# Everything below the programs is one library; each program links what it uses.
noinst_LIBRARIES = libflycred.a
libflycred_a_CPPFLAGS = $(AM_CPPFLAGS) -DPKGLIBEXECDIR='"$(pkglibexecdir)"'
libflycred_a_SOURCES = \
	%D%/api/call-discharge.c %D%/api/call-discharge.h \
	%D%/api/call-session.c %D%/api/call-session.h \
	%D%/api/call-tokens.c %D%/api/call-tokens.h \
	%D%/api/call.c %D%/api/call.h \
	%D%/api/discharge-place.c %D%/api/discharge-place.h \
	%D%/api/exchange.c %D%/api/exchange.h \
	%D%/api/protocol.c %D%/api/protocol.h \
	%D%/api/request.c %D%/api/request.h \
	%D%/resolve/account-choose.c \
	%D%/resolve/account-forget.c \
	%D%/resolve/account.c %D%/resolve/account.h \
	%D%/resolve/agent.c %D%/resolve/agent.h \
	%D%/resolve/allowed.c %D%/resolve/allowed.h \
	%D%/resolve/attempt.c %D%/resolve/attempt.h \
	%D%/resolve/back-off-notes.c %D%/resolve/back-off-notes.h \
	%D%/resolve/back-off.c %D%/resolve/back-off.h \
	%D%/resolve/browser-login.c %D%/resolve/browser-login.h \
	%D%/resolve/create.c %D%/resolve/create.h \
	%D%/resolve/discharge.c %D%/resolve/discharge.h \
	%D%/resolve/endpoint.c %D%/resolve/endpoint.h \
	%D%/resolve/foreign.c %D%/resolve/foreign.h \
	%D%/resolve/forget.c %D%/resolve/forget.h \
	%D%/resolve/host-name.c %D%/resolve/host-name.h \
	%D%/resolve/issued-ids.c %D%/resolve/issued-ids.h \
	%D%/resolve/issued-key.c \
	%D%/resolve/issued.c %D%/resolve/issued.h \
	%D%/resolve/json.c %D%/resolve/json.h \
	%D%/resolve/life.c %D%/resolve/life.h \
	%D%/resolve/login-end.c %D%/resolve/login-end.h \
	%D%/resolve/login.c %D%/resolve/login.h \
	%D%/resolve/logout.c %D%/resolve/logout.h \
	%D%/resolve/markup.c %D%/resolve/markup.h \
	%D%/resolve/name.c %D%/resolve/name.h \
	%D%/resolve/organizations.c %D%/resolve/organizations.h \
	%D%/resolve/orphan-search.c \
	%D%/resolve/orphan.c %D%/resolve/orphan.h \
	%D%/resolve/paths.c %D%/resolve/paths.h \
	%D%/resolve/person.h \
	%D%/resolve/plainfile.c %D%/resolve/plainfile.h \
	%D%/resolve/plan.c %D%/resolve/plan.h \
	%D%/resolve/presented.c %D%/resolve/presented.h \
	%D%/resolve/profile.c %D%/resolve/profile.h \
	%D%/resolve/project.c %D%/resolve/project.h \
	%D%/resolve/refresh.c %D%/resolve/refresh.h \
	%D%/resolve/remote.c %D%/resolve/remote.h \
	%D%/resolve/renew.c %D%/resolve/renew.h \
	%D%/resolve/resolve.c %D%/resolve/resolve.h \
	%D%/resolve/revocation.c %D%/resolve/revocation.h \
	%D%/resolve/rotate.c %D%/resolve/rotate.h \
	%D%/resolve/scope-ask.c %D%/resolve/scope-ask.h \
	%D%/resolve/scope-account.c %D%/resolve/scope-account.h \
	%D%/resolve/session.c %D%/resolve/session.h \
	%D%/resolve/setting-name.c \
	%D%/resolve/setting.c %D%/resolve/setting.h \
	%D%/resolve/settings-file.c %D%/resolve/settings-file.h \
	%D%/resolve/settings-here.c %D%/resolve/settings-here.h \
	%D%/resolve/settings-rules.c %D%/resolve/settings-rules.h \
	%D%/resolve/settings.c %D%/resolve/settings.h \
	%D%/resolve/storeless.c %D%/resolve/storeless.h \
	%D%/resolve/stored-keys.c %D%/resolve/stored-keys.h \
	%D%/resolve/stored-tokens.c %D%/resolve/stored-tokens.h \
	%D%/resolve/target.c %D%/resolve/target.h \
	%D%/resolve/token-name.c %D%/resolve/token-name.h \
	%D%/resolve/token-request.h \
	%D%/resolve/toml-scan.c %D%/resolve/toml-scan.h \
	%D%/resolve/toml-value.c %D%/resolve/toml-value.h \
	%D%/resolve/toml.c %D%/resolve/toml.h \
	%D%/resolve/tools.c %D%/resolve/tools.h \
	%D%/resolve/whole-organization.c %D%/resolve/whole-organization.h \
	%D%/resolve/yaml.c %D%/resolve/yaml.h \
	%D%/store/create.c %D%/store/create.h \
	%D%/store/generation.c %D%/store/generation.h \
	%D%/store/header.c %D%/store/header.h \
	%D%/store/key-change.c %D%/store/key-change.h \
	%D%/store/key-slot.c %D%/store/key-slot.h \
	%D%/store/key-wrap.c %D%/store/key-wrap.h \
	%D%/store/key.c %D%/store/key.h \
	%D%/store/keyring.c %D%/store/keyring.h \
	%D%/store/note.c %D%/store/note.h \
	%D%/store/record.c %D%/store/record.h \
	%D%/store/records.c %D%/store/records.h \
	%D%/store/store-key.c %D%/store/store-key.h \
	%D%/store/store.c %D%/store/store.h \
	%D%/token/armor.c %D%/token/armor.h \
	%D%/token/bundle.c %D%/token/bundle.h \
	%D%/token/caveat-write.c %D%/token/caveat-write.h \
	%D%/token/caveat.c %D%/token/caveat.h \
	%D%/token/caveat-form.c %D%/token/caveat-form.h \
	%D%/token/caveat-json.h \
	%D%/token/caveat-json-read.c \
	%D%/token/caveat-json-scalar.c %D%/token/caveat-json-scalar.h \
	%D%/token/caveat-json-value.c %D%/token/caveat-json-value.h \
	%D%/token/caveat-json-write.c \
	%D%/token/discharge.c %D%/token/discharge.h \
	%D%/token/encoding.c %D%/token/encoding.h \
	%D%/token/grant.c %D%/token/grant.h \
	%D%/token/grant-match.c %D%/token/grant-match.h \
	%D%/token/intake.c %D%/token/intake.h \
	%D%/token/kind.c %D%/token/kind.h \
	%D%/token/lineage.c %D%/token/lineage.h \
	%D%/token/macaroon.c %D%/token/macaroon.h \
	%D%/token/narrow.c %D%/token/narrow.h \
	%D%/token/nonce-uuid.c %D%/token/nonce-uuid.h \
	%D%/token/recipe.c %D%/token/recipe.h \
	%D%/token/scope.c %D%/token/scope.h \
	%D%/util/alloc.c %D%/util/alloc.h \
	%D%/util/attributes.c %D%/util/attributes.h \
	%D%/util/cleanup.h \
	%D%/util/error.c %D%/util/error.h \
	%D%/util/file.c %D%/util/file.h \
	%D%/util/json-read.c %D%/util/json-read.h \
	%D%/util/json-text.c %D%/util/json-text.h \
	%D%/util/origin.c %D%/util/origin.h \
	%D%/util/process.c %D%/util/process.h \
	%D%/util/secret.c %D%/util/secret.h \
	%D%/util/slice.h \
	%D%/util/terminal.c %D%/util/terminal.h \
	%D%/util/timestamp.c %D%/util/timestamp.h \
	%D%/util/utf8.c %D%/util/utf8.h

bin_PROGRAMS = fly-cred docker-credential-fly git-credential-fly \
	terraform-credentials-fly
fly_cred_SOURCES = \
	%D%/cli/access-words.c %D%/cli/access-words.h \
	%D%/cli/ask-key.c %D%/cli/ask-key.h \
	%D%/cli/child-environment.c %D%/cli/child-environment.h \
	%D%/cli/callback-request.c %D%/cli/callback-request.h \
	%D%/cli/callback.c %D%/cli/callback.h \
	%D%/cli/cmd-allow.c \
	%D%/cli/cmd-complete.c \
	%D%/cli/cmd-create.c \
	%D%/cli/cmd-deny.c \
	%D%/cli/cmd-doctor.c \
	%D%/cli/cmd-env.c \
	%D%/cli/cmd-exec.c \
	%D%/cli/cmd-get.c \
	%D%/cli/cmd-hook.c \
	%D%/cli/cmd-init.c \
	%D%/cli/cmd-inspect.c \
	%D%/cli/cmd-key.c \
	%D%/cli/cmd-kube-token.c \
	%D%/cli/cmd-list.c \
	%D%/cli/cmd-lock.c \
	%D%/cli/cmd-login.c \
	%D%/cli/cmd-logout.c \
	%D%/cli/cmd-narrow.c \
	%D%/cli/cmd-prompt.c \
	%D%/cli/cmd-renew.c \
	%D%/cli/cmd-revoke.c \
	%D%/cli/cmd-rotate.c \
	%D%/cli/cmd-setup.c \
	%D%/cli/cmd-shim.c \
	%D%/cli/cmd-status.c \
	%D%/cli/cmd-unlock.c \
	%D%/cli/complete-data.c %D%/cli/complete-data.h \
	%D%/cli/docker-config.c %D%/cli/docker-config.h \
	%D%/cli/docker-use.c %D%/cli/docker-use.h \
	%D%/cli/fly-cred.c \
	%D%/cli/finish-revocations.c %D%/cli/finish-revocations.h \
	%D%/cli/flyctl-config.c %D%/cli/flyctl-config.h \
	%D%/cli/foreign-file.c %D%/cli/foreign-file.h \
	%D%/cli/github-file.c %D%/cli/github-file.h \
	%D%/cli/hook-code.c %D%/cli/hook-code.h \
	%D%/cli/hook-text.c %D%/cli/hook-text.h \
	%D%/cli/inspect-json.c \
	%D%/cli/inspect-report.c %D%/cli/inspect-report.h \
	%D%/cli/limit-words.c %D%/cli/limit-words.h \
	%D%/cli/narrow-audience.c %D%/cli/narrow-audience.h \
	%D%/cli/narrow-caveats.c %D%/cli/narrow-caveats.h \
	%D%/cli/narrow-commands.c %D%/cli/narrow-commands.h \
	%D%/cli/login-browser.c %D%/cli/login-browser.h \
	%D%/cli/made-token.c %D%/cli/made-token.h \
	%D%/cli/open-browser.c %D%/cli/open-browser.h \
	%D%/cli/open-session.c %D%/cli/open-session.h \
	%D%/cli/options.c %D%/cli/options.h \
	%D%/cli/pasted-code.c %D%/cli/pasted-code.h \
	%D%/cli/plugin-link.c %D%/cli/plugin-link.h \
	%D%/cli/program-path.c %D%/cli/program-path.h \
	%D%/cli/remote-report.c %D%/cli/remote-report.h \
	%D%/cli/setup.c %D%/cli/setup.h \
	%D%/cli/run-program.c %D%/cli/run-program.h \
	%D%/cli/setup-docker.c %D%/cli/setup-docker.h \
	%D%/cli/setup-flyctl.c %D%/cli/setup-flyctl.h \
	%D%/cli/setup-git.c %D%/cli/setup-git.h \
	%D%/cli/setup-shell.c %D%/cli/setup-shell.h \
	%D%/cli/setup-shim.c %D%/cli/setup-shim.h \
	%D%/cli/setup-terraform.c %D%/cli/setup-terraform.h \
	%D%/cli/shell-quote.c %D%/cli/shell-quote.h \
	%D%/cli/status-json.c \
	%D%/cli/status-report.c %D%/cli/status-report.h \
	%D%/cli/status-text.c \
	%D%/cli/status-tools.c %D%/cli/status-tools.h \
	%D%/cli/token-json.c %D%/cli/token-json.h \
	%D%/cli/token-sources.c %D%/cli/token-sources.h \
	%D%/cli/terraform-config.c %D%/cli/terraform-config.h \
	%D%/cli/token-variables.c %D%/cli/token-variables.h \
	%D%/cli/variable-form.c %D%/cli/variable-form.h \
	%D%/cli/command.h \
	%D%/cli/request-options.h
# The hooks are read by the assembler, whose files nobody else looks after.
%D%/cli/hook-text.$(OBJEXT): \
	shell/hook.bash shell/hook.fish shell/hook.zsh
fly_cred_LDADD = $(LDADD) $(UUID_LIBS)
docker_credential_fly_SOURCES = \
	%D%/frontend/announce.c %D%/frontend/announce.h \
	%D%/frontend/docker-credential-fly.c \
	%D%/frontend/docker-message.c %D%/frontend/docker-message.h \
	%D%/frontend/docker-store.c %D%/frontend/docker-store.h
git_credential_fly_SOURCES = \
	%D%/frontend/announce.c %D%/frontend/announce.h \
	%D%/frontend/git-credential-fly.c \
	%D%/frontend/git-message.c %D%/frontend/git-message.h \
	%D%/frontend/git-store.c %D%/frontend/git-store.h

terraform_credentials_fly_SOURCES = \
	%D%/frontend/terraform-credentials-fly.c

# The one program that talks to the network, and the one with libcurl.
pkglibexec_PROGRAMS = fly-cred-api
fly_cred_api_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS)
fly_cred_api_SOURCES = %D%/api/fly-cred-api.c \
	%D%/api/cli-session.c %D%/api/cli-session.h \
	%D%/api/create.c %D%/api/create.h \
	%D%/api/discharge.c %D%/api/discharge.h \
	%D%/api/graphql.c %D%/api/graphql.h \
	%D%/api/graphql-refusal.c %D%/api/graphql-refusal.h \
	%D%/api/http.c %D%/api/http.h \
	%D%/api/http-failure.c %D%/api/http-failure.h \
	%D%/api/http-headers.c %D%/api/http-headers.h \
	%D%/api/http-target.c %D%/api/http-target.h \
	%D%/api/json-fields.c %D%/api/json-fields.h \
	%D%/api/list.c %D%/api/list.h \
	%D%/api/login.c %D%/api/login.h \
	%D%/api/logout.c %D%/api/logout.h \
	%D%/api/lookup.c %D%/api/lookup.h \
	%D%/api/operation.c %D%/api/operation.h \
	%D%/api/revoke.c %D%/api/revoke.h \
	%D%/api/server.c %D%/api/server.h
fly_cred_api_LDADD = libflycred.a $(CURL_LIBS) $(JSON_LIBS) $(SODIUM_LIBS)
