# SPDX-License-Identifier: MIT
# Fuzz targets; where they are no fuzzers they run their committed corpus.
fuzz_targets = \
	%D%/fuzz-bundle \
	%D%/fuzz-callback \
	%D%/fuzz-git \
	%D%/fuzz-json \
	%D%/fuzz-macaroon \
	%D%/fuzz-terraform \
	%D%/fuzz-toml
check_PROGRAMS += $(fuzz_targets)

# Not linked with libFuzzer, a target has the main of replay.c.
fuzz_main = %D%/target.h
fuzz_ldflags = $(AM_LDFLAGS) $(FC_FUZZ_LDFLAGS)
if !FUZZERS
TESTS += $(fuzz_targets)
fuzz_main += %D%/replay.c
endif

%C%_fuzz_bundle_SOURCES = %D%/fuzz-bundle.c $(fuzz_main)
%C%_fuzz_bundle_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_callback_SOURCES = %D%/fuzz-callback.c $(fuzz_main) \
	helper/cli/callback-request.c helper/cli/pasted-code.c
%C%_fuzz_callback_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_git_SOURCES = %D%/fuzz-git.c $(fuzz_main) \
	helper/frontend/git-message.c
%C%_fuzz_git_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_json_SOURCES = %D%/fuzz-json.c $(fuzz_main)
%C%_fuzz_json_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_macaroon_SOURCES = %D%/fuzz-macaroon.c $(fuzz_main)
%C%_fuzz_macaroon_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_terraform_SOURCES = %D%/fuzz-terraform.c $(fuzz_main) \
	helper/cli/terraform-config.c
%C%_fuzz_terraform_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_toml_SOURCES = %D%/fuzz-toml.c $(fuzz_main)
%C%_fuzz_toml_LDFLAGS = $(fuzz_ldflags)

EXTRA_DIST += %D%/replay.c %D%/corpus
