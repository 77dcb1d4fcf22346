# SPDX-License-Identifier: MIT
# What docker-credential-fly get costs: programs to compare it with, and
# "make bench". The limits that hold are checked by hot-path.bats.
bench_programs = %D%/empty %D%/libs-only %D%/fill-store
check_PROGRAMS += $(bench_programs)

# Static, since what it starts never shows less memory than it has itself.
EXTRA_PROGRAMS = %D%/driver
%C%_driver_LDFLAGS = -static
%C%_driver_LDADD = libflycred.a

# Without our own code; libs-only has all four libraries in any case.
%C%_empty_LDADD =
%C%_libs_only_LDADD = $(SODIUM_LIBS) $(JSON_LIBS) $(YAML_LIBS) $(MSGPACK_LIBS)
%C%_libs_only_LDFLAGS = $(AM_LDFLAGS) -Wl,--no-as-needed

CLEANFILES += $(EXTRA_PROGRAMS)
EXTRA_DIST += %D%/bench %D%/bench-prompt %D%/bench-stored %D%/peers.bash %D%/stored.gnuplot

.PHONY: bench bench-plot
bench: all $(bench_programs) %D%/driver
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/%D%/bench
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/%D%/bench-stored
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/%D%/bench-prompt

# Draws the picture of README.md anew.
bench-plot: all $(bench_programs) %D%/driver
	@$(AM_TESTS_ENVIRONMENT) BENCH_PLOT='$(abs_srcdir)/packaging/stored.svg' \
		$(srcdir)/%D%/bench-stored
