# SPDX-License-Identifier: MIT
# All tests speak TAP. A C test NAME is made of NAME.c; see LDADD.
TEST_EXTENSIONS = .bats .sh
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
BATS_LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_DRIVER = $(TAP_DRIVER)
BATS_LOG_COMPILER = $(BATS)
AM_BATS_LOG_FLAGS = --tap
AM_TESTS_ENVIRONMENT = \
	FLY_CRED_SRCDIR='$(abs_top_srcdir)' FLY_CRED_BUILDDIR='$(abs_top_builddir)' \
	FLY_CRED_CC='$(CC)' FLY_CRED_CFLAGS='$(CFLAGS)' \
	FLY_CRED_CPPFLAGS='$(CPPFLAGS) $(AM_CPPFLAGS) $(CURL_CFLAGS)' \
	LC_ALL=C.UTF-8 PATH='$(abs_top_builddir)':"$$PATH"; \
	export FLY_CRED_SRCDIR FLY_CRED_BUILDDIR FLY_CRED_CC FLY_CRED_CFLAGS FLY_CRED_CPPFLAGS \
	LC_ALL PATH;

unit_tests = \
	%D%/unit/test-agent \
	%D%/unit/test-allowed \
	%D%/unit/test-attributes \
	%D%/unit/test-back-off \
	%D%/unit/test-call \
	%D%/unit/test-call-discharge \
	%D%/unit/test-call-session \
	%D%/unit/test-call-tokens \
	%D%/unit/test-discharge-place \
	%D%/unit/test-encoding \
	%D%/unit/test-file \
	%D%/unit/test-foreign \
	%D%/unit/test-life \
	%D%/unit/test-markup \
	%D%/unit/test-origin \
	%D%/unit/test-profile \
	%D%/unit/test-project \
	%D%/unit/test-project-files \
	%D%/unit/test-scope \
	%D%/unit/test-scope-account \
	%D%/unit/test-settings \
	%D%/unit/test-settings-here \
	%D%/unit/test-settings-refused \
	%D%/unit/test-store \
	%D%/unit/test-target \
	%D%/unit/test-timestamp \
	%D%/unit/test-toml \
	%D%/unit/test-tools \
	$(vector_tests)

# These read data/ and make macaroons to measure.
vector_tests = \
	%D%/unit/test-append \
	%D%/unit/test-bundle \
	%D%/unit/test-caveat \
	%D%/unit/test-caveat-json \
	%D%/unit/test-caveat-json-read \
	%D%/unit/test-damage \
	%D%/unit/test-damage-caveats \
	%D%/unit/test-damage-text \
	%D%/unit/test-discharge \
	%D%/unit/test-grant \
	%D%/unit/test-intake \
	%D%/unit/test-kind \
	%D%/unit/test-login-end \
	%D%/unit/test-macaroon \
	%D%/unit/test-narrow \
	%D%/unit/test-nonce-uuid \
	%D%/unit/test-discharges-fetch \
	%D%/unit/test-orphan \
	%D%/unit/test-recipe \
	%D%/unit/test-renew
check_LIBRARIES += %D%/unit/libvectors.a
%C%_unit_libvectors_a_SOURCES = \
	%D%/unit/damage.c %D%/unit/damage.h \
	%D%/unit/mint.c %D%/unit/mint.h \
	%D%/unit/vectors.c %D%/unit/vectors.h
vectors_ldadd = %D%/unit/libvectors.a $(LDADD)
%C%_unit_test_append_LDADD = $(vectors_ldadd)
%C%_unit_test_bundle_LDADD = $(vectors_ldadd)
%C%_unit_test_caveat_LDADD = $(vectors_ldadd)
%C%_unit_test_caveat_json_LDADD = $(vectors_ldadd)
%C%_unit_test_caveat_json_read_LDADD = $(vectors_ldadd)
%C%_unit_test_damage_LDADD = $(vectors_ldadd)
%C%_unit_test_damage_caveats_LDADD = $(vectors_ldadd)
# What inspect prints is no part of the library.
%C%_unit_test_damage_text_SOURCES = %D%/unit/test-damage-text.c \
	helper/cli/access-words.c helper/cli/inspect-json.c \
	helper/cli/inspect-report.c helper/cli/limit-words.c
%C%_unit_test_damage_text_LDADD = $(vectors_ldadd) $(UUID_LIBS)
%C%_unit_test_discharge_LDADD = $(vectors_ldadd)
%C%_unit_test_grant_LDADD = $(vectors_ldadd)
%C%_unit_test_intake_LDADD = $(vectors_ldadd)
%C%_unit_test_kind_LDADD = $(vectors_ldadd)
%C%_unit_test_login_end_LDADD = $(vectors_ldadd)
%C%_unit_test_macaroon_LDADD = $(vectors_ldadd)
%C%_unit_test_narrow_LDADD = $(vectors_ldadd)
%C%_unit_test_nonce_uuid_LDADD = $(vectors_ldadd) $(UUID_LIBS)
%C%_unit_test_discharges_fetch_LDADD = $(vectors_ldadd)
%C%_unit_test_orphan_LDADD = $(vectors_ldadd)
%C%_unit_test_recipe_LDADD = $(vectors_ldadd)
%C%_unit_test_renew_LDADD = $(vectors_ldadd)

bats_tests = \
	%D%/api.bats \
	%D%/api-discharge.bats \
	%D%/api-errors.bats \
	%D%/api-sessions.bats \
	%D%/api-tokens.bats \
	%D%/api-transport.bats \
	%D%/ci.bats \
	%D%/cli-accounts.bats \
	%D%/back-off.bats \
	%D%/cli-allow.bats \
	%D%/cli-doctor.bats \
	%D%/cli-env.bats \
	%D%/cli-exec.bats \
	%D%/cli-get.bats \
	%D%/cli-kube-token.bats \
	%D%/cli-list.bats \
	%D%/cli-login.bats \
	%D%/cli-login-accounts.bats \
	%D%/cli-login-browser.bats \
	%D%/cli-login-end.bats \
	%D%/cli-logout.bats \
	%D%/cli-renew.bats \
	%D%/cli-rotate.bats \
	%D%/cli-setup-docker.bats \
	%D%/cli-setup-docker-undo.bats \
	%D%/cli-setup-git.bats \
	%D%/cli-setup-terraform.bats \
	%D%/cli-setup-flyctl.bats \
	%D%/cli-setup-podman.bats \
	%D%/cli-setup-shell.bats \
	%D%/cli-setup-shim.bats \
	%D%/cli-status.bats \
	%D%/cli-status-elsewhere.bats \
	%D%/cli-inspect.bats \
	%D%/cli-narrow.bats \
	%D%/cli-create.bats \
	%D%/cli-init.bats \
	%D%/cli-key.bats \
	%D%/cli-list-remote.bats \
	%D%/cli-revoke.bats \
	%D%/cli-unlock.bats \
	%D%/completion.bats \
	%D%/containers.bats \
	%D%/discharges.bats \
	%D%/docker-credential-fly.bats \
	%D%/errors-api.bats \
	%D%/errors-store.bats \
	%D%/hook.bats \
	%D%/hook-places.bats \
	%D%/git.bats \
	%D%/foreign-registry.bats \
	%D%/git-conformance.bats \
	%D%/git-credential-fly.bats \
	%D%/git-store.bats \
	%D%/keyring.bats \
	%D%/keyring-refused.bats \
	%D%/killed.bats \
	%D%/kinds.bats \
	%D%/leaks.bats \
	%D%/docker-store.bats \
	%D%/docker.bats \
	%D%/moved-apps.bats \
	%D%/parallel.bats \
	%D%/redirect.bats \
	%D%/token-text.bats \
	%D%/terraform-credentials-fly.bats \
	%D%/undumpable.bats

# Sanitizers would find nothing more in these: the same tests by another user,
# and what looks at sources, pages and the stand-in.
plain_tests = \
	%D%/cli-init-ordinary.bats \
	%D%/cli-key-ordinary.bats \
	%D%/cli-unlock-ordinary.bats \
	%D%/complaints.bats \
	%D%/containers-ordinary.bats \
	%D%/demo.bats \
	%D%/hot-path.bats \
	%D%/keyring-ordinary.bats \
	%D%/keyring-refused-ordinary.bats \
	%D%/layering.bats \
	%D%/man.bats \
	%D%/real-name.bats \
	%D%/stand-in.bats

# What tests run beside the programs under test.
test_programs = \
	%D%/programs/read-key \
	%D%/programs/refuse-keyrings \
	%D%/programs/store-records \
	%D%/programs/write-values
%C%_programs_write_values_SOURCES = %D%/programs/write-values.c \
	helper/cli/github-file.c helper/cli/shell-quote.c \
	helper/cli/variable-form.c

check_PROGRAMS += $(unit_tests) $(test_programs)

# Prints the table of settings for man.bats.
check_PROGRAMS += %D%/unit/print-settings
TESTS += $(unit_tests)
if HAVE_BATS
TESTS += $(bats_tests)
if !SANITIZERS
TESTS += $(plain_tests)
endif
endif

EXTRA_DIST += $(bats_tests) $(plain_tests) \
	%D%/package.bats \
	%D%/COMPLAINTS.md \
	%D%/data \
	%D%/lib \
	%D%/kinds-agree \
	%D%/narrow-never-widens \
	%D%/stand-in \
	%D%/stand-in-unit \
	%D%/unit/fake-api.h \
	%D%/unit/project-checks.h \
	%D%/unit/renewal-stage.h \
	%D%/unit/sandbox.h \
	%D%/unit/tap.h

include %D%/bench/local.mk
include %D%/fuzz/local.mk
