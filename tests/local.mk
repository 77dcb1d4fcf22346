# SPDX-License-Identifier: MIT
# All tests speak TAP. C tests and bats files are listed by name.
TEST_EXTENSIONS = .bats .sh
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
BATS_LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_DRIVER = $(TAP_DRIVER)
BATS_LOG_COMPILER = $(BATS)
AM_BATS_LOG_FLAGS = --tap
AM_TESTS_ENVIRONMENT = \
	FLY_CRED_SRCDIR='$(abs_top_srcdir)' FLY_CRED_BUILDDIR='$(abs_top_builddir)' \
	PATH='$(abs_top_builddir)':"$$PATH"; \
	export FLY_CRED_SRCDIR FLY_CRED_BUILDDIR PATH;

unit_tests = \
	%D%/unit/test-append \
	%D%/unit/test-attributes \
	%D%/unit/test-bundle \
	%D%/unit/test-caveat \
	%D%/unit/test-damage \
	%D%/unit/test-encoding \
	%D%/unit/test-intake \
	%D%/unit/test-macaroon \
	%D%/unit/test-narrow \
	%D%/unit/test-recipe \
	%D%/unit/test-scope \
	%D%/unit/test-store \
	%D%/unit/test-timestamp
check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)

unit_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir)/%D% $(SODIUM_CFLAGS) \
	$(JSON_CFLAGS) $(MSGPACK_CFLAGS)
unit_ldadd = libflycred.a $(SODIUM_LIBS) $(JSON_LIBS) $(YAML_LIBS) \
	$(MSGPACK_LIBS)

%C%_unit_test_attributes_SOURCES = %D%/unit/test-attributes.c %D%/unit/tap.h
%C%_unit_test_attributes_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_attributes_LDADD = $(unit_ldadd)
%C%_unit_test_timestamp_SOURCES = %D%/unit/test-timestamp.c %D%/unit/tap.h
%C%_unit_test_timestamp_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_timestamp_LDADD = $(unit_ldadd)
%C%_unit_test_store_SOURCES = %D%/unit/test-store.c %D%/unit/tap.h
%C%_unit_test_store_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_store_LDADD = $(unit_ldadd)

# What the token tests share: the vectors, and macaroons made to measure.
check_LIBRARIES += %D%/unit/libvectors.a
%C%_unit_libvectors_a_SOURCES = \
	%D%/unit/mint.c %D%/unit/mint.h \
	%D%/unit/vectors.c %D%/unit/vectors.h
%C%_unit_libvectors_a_CPPFLAGS = $(unit_cppflags)
vectors_ldadd = %D%/unit/libvectors.a $(unit_ldadd)

%C%_unit_test_append_SOURCES = %D%/unit/test-append.c %D%/unit/tap.h
%C%_unit_test_append_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_append_LDADD = $(vectors_ldadd)
%C%_unit_test_bundle_SOURCES = %D%/unit/test-bundle.c %D%/unit/tap.h
%C%_unit_test_bundle_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_bundle_LDADD = $(vectors_ldadd)
%C%_unit_test_caveat_SOURCES = %D%/unit/test-caveat.c %D%/unit/tap.h
%C%_unit_test_caveat_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_caveat_LDADD = $(vectors_ldadd)
%C%_unit_test_damage_SOURCES = %D%/unit/test-damage.c %D%/unit/tap.h
%C%_unit_test_damage_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_damage_LDADD = $(vectors_ldadd)
%C%_unit_test_encoding_SOURCES = %D%/unit/test-encoding.c %D%/unit/tap.h
%C%_unit_test_encoding_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_encoding_LDADD = $(unit_ldadd)
%C%_unit_test_intake_SOURCES = %D%/unit/test-intake.c %D%/unit/tap.h
%C%_unit_test_intake_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_intake_LDADD = $(vectors_ldadd)
%C%_unit_test_macaroon_SOURCES = %D%/unit/test-macaroon.c %D%/unit/tap.h
%C%_unit_test_macaroon_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_macaroon_LDADD = $(vectors_ldadd)
%C%_unit_test_narrow_SOURCES = %D%/unit/test-narrow.c %D%/unit/tap.h
%C%_unit_test_narrow_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_narrow_LDADD = $(vectors_ldadd)
%C%_unit_test_recipe_SOURCES = %D%/unit/test-recipe.c %D%/unit/tap.h
%C%_unit_test_recipe_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_recipe_LDADD = $(vectors_ldadd)
%C%_unit_test_scope_SOURCES = %D%/unit/test-scope.c %D%/unit/tap.h
%C%_unit_test_scope_CPPFLAGS = $(unit_cppflags)
%C%_unit_test_scope_LDADD = $(unit_ldadd)

EXTRA_DIST += \
	%D%/data/README.md \
	%D%/data/macaroon-extra-vectors.json \
	%D%/data/macaroon-vectors.LICENSE.txt \
	%D%/data/macaroon-vectors.json \
	%D%/data/narrowing.json

include %D%/fuzz/local.mk
