# SPDX-License-Identifier: MIT
# Manual pages, one for each program and format.
# Pages are written by hand in mdoc(7); tests/man.bats holds them to the code.
dist_man_MANS = \
	%D%/docker-credential-fly.1 \
	%D%/fly-cred-allow.1 \
	%D%/fly-cred-api.8 \
	%D%/fly-cred-config.5 \
	%D%/fly-cred-create.1 \
	%D%/fly-cred-deny.1 \
	%D%/fly-cred-discharges.7 \
	%D%/fly-cred-doctor.1 \
	%D%/fly-cred-env.1 \
	%D%/fly-cred-environment.7 \
	%D%/fly-cred-exec.1 \
	%D%/fly-cred-get.1 \
	%D%/fly-cred-hook.1 \
	%D%/fly-cred-init.1 \
	%D%/fly-cred-inspect.1 \
	%D%/fly-cred-key.1 \
	%D%/fly-cred-kube-token.1 \
	%D%/fly-cred-list.1 \
	%D%/fly-cred-lock.1 \
	%D%/fly-cred-login.1 \
	%D%/fly-cred-logout.1 \
	%D%/fly-cred-narrow.1 \
	%D%/fly-cred-prompt.1 \
	%D%/fly-cred-records.5 \
	%D%/fly-cred-renew.1 \
	%D%/fly-cred-revoke.1 \
	%D%/fly-cred-rotate.1 \
	%D%/fly-cred-setup.1 \
	%D%/fly-cred-status.1 \
	%D%/fly-cred-store.5 \
	%D%/fly-cred-tokens.7 \
	%D%/fly-cred-unlock.1 \
	%D%/fly-cred.1 \
	%D%/git-credential-fly.1 \
	%D%/terraform-credentials-fly.1
