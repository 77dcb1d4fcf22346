# SPDX-License-Identifier: MIT
# Compiler flags, sanitizers, fuzzers and shell directories of fly-cred.
# CFLAGS and LDFLAGS belong to whoever builds; ours go to AM_*.

# FC_SWITCHES: the --enable options.
AC_DEFUN([FC_SWITCHES], [
AC_ARG_ENABLE([werror], [AS_HELP_STRING([--enable-werror],
  [treat compiler warnings as errors])], [], [enable_werror=no])
AC_ARG_ENABLE([hardening], [AS_HELP_STRING([--disable-hardening],
  [leave out stack protection, fortify, relro and the like])], [],
  [enable_hardening=yes])
AC_ARG_ENABLE([sanitizers], [AS_HELP_STRING([--enable-sanitizers@<:@=LIST@:>@],
  [instrument with sanitizers (default list: address,undefined)])], [],
  [enable_sanitizers=no])
AC_ARG_ENABLE([fuzzers], [AS_HELP_STRING([--enable-fuzzers],
  [link the fuzz targets with libFuzzer (needs clang)])], [],
  [enable_fuzzers=no])
AS_IF([test "x$enable_sanitizers" = xyes],
  [enable_sanitizers=address,undefined])
AS_IF([test "x$enable_sanitizers" != xno], [enable_hardening=no])
AM_CONDITIONAL([SANITIZERS], [test "x$enable_sanitizers" != xno])
AM_CONDITIONAL([FUZZERS], [test "x$enable_fuzzers" != xno])
])

# FC_TRY(VARIABLE, FLAG...): appends each flag that compiles and links.
AC_DEFUN([FC_TRY], [
for fc_flag in $2; do
  AC_MSG_CHECKING([whether $CC accepts $fc_flag])
  fc_saved_CFLAGS=$CFLAGS
  CFLAGS="$CFLAGS -Werror $fc_flag"
  AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
    [AC_MSG_RESULT([yes]); $1="$$1 $fc_flag"], [AC_MSG_RESULT([no])])
  CFLAGS=$fc_saved_CFLAGS
done
])

AC_DEFUN([FC_COMPILER_FLAGS], [
FC_TRY([FC_CFLAGS], [-std=gnu17 -Wall -Wextra -Wshadow -Wstrict-prototypes \
  -Wmissing-prototypes -Wformat=2 -Wvla -Wwrite-strings -Wundef \
  -Wnull-dereference -Wimplicit-fallthrough])
AS_IF([test "x$enable_werror" = xyes], [FC_CFLAGS="$FC_CFLAGS -Werror"])
FC_TRY([FC_LDFLAGS], [-Wl,--as-needed])
# A symbol that no reachable function names need not be looked up at start.
FC_TRY([FC_CFLAGS], [-ffunction-sections -fdata-sections])
FC_TRY([FC_LDFLAGS], [-Wl,--gc-sections])
AS_IF([test "x$enable_hardening" = xyes], [
  FC_TRY([FC_CFLAGS], [-fstack-protector-strong -fstack-clash-protection \
    -fcf-protection -ftrivial-auto-var-init=zero -fstrict-flex-arrays=3 -fPIE])
  FC_TRY([FC_LDFLAGS], [-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack])
  FC_FORTIFY
])
AC_SUBST([FC_CFLAGS])
AC_SUBST([FC_CPPFLAGS])
AC_SUBST([FC_LDFLAGS])
])

# Level 3, unless the builder chose a level or does not optimise.
AC_DEFUN([FC_FORTIFY], [
AC_MSG_CHECKING([whether to define _FORTIFY_SOURCE])
AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[
#if defined _FORTIFY_SOURCE || !defined __OPTIMIZE__
# error "leave it alone"
#endif
]], [])], [AC_MSG_RESULT([yes]); FC_CPPFLAGS="$FC_CPPFLAGS -D_FORTIFY_SOURCE=3"],
  [AC_MSG_RESULT([no])])
])

AC_DEFUN([FC_INSTRUMENTATION], [
AS_IF([test "x$enable_sanitizers" != xno], [
  fc_sanitize="-fsanitize=$enable_sanitizers -fno-sanitize-recover=all"
  FC_CFLAGS="$FC_CFLAGS $fc_sanitize -fno-omit-frame-pointer"
  FC_LDFLAGS="$FC_LDFLAGS $fc_sanitize"
])
AS_IF([test "x$enable_fuzzers" != xno], [
  FC_CFLAGS="$FC_CFLAGS -fsanitize=fuzzer-no-link"
  FC_FUZZ_LDFLAGS="-fsanitize=fuzzer"
])
AC_SUBST([FC_FUZZ_LDFLAGS])
])

# FC_COMPLETION_DIRS: below our own prefix, so that any prefix installs whole.
AC_DEFUN([FC_COMPLETION_DIRS], [
AC_ARG_WITH([bash-completion-dir], [AS_HELP_STRING(
  [--with-bash-completion-dir=DIR], [where bash looks for completions])],
  [bashcompdir=$withval], [bashcompdir='$(datadir)/bash-completion/completions'])
AC_SUBST([bashcompdir])
AC_ARG_WITH([zsh-completion-dir], [AS_HELP_STRING(
  [--with-zsh-completion-dir=DIR], [where zsh looks for completions])],
  [zshcompdir=$withval], [zshcompdir='$(datadir)/zsh/site-functions'])
AC_SUBST([zshcompdir])
AC_ARG_WITH([fish-completion-dir], [AS_HELP_STRING(
  [--with-fish-completion-dir=DIR], [where fish looks for completions])],
  [fishcompdir=$withval], [fishcompdir='$(datadir)/fish/vendor_completions.d'])
AC_SUBST([fishcompdir])
])
