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
	%D%/unit/test-attributes \
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
