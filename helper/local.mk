# SPDX-License-Identifier: MIT
# Everything below the programs is one library; each program links what it uses.
noinst_LIBRARIES = libflycred.a
libflycred_a_CPPFLAGS = $(AM_CPPFLAGS) $(SODIUM_CFLAGS) $(JSON_CFLAGS) \
	$(YAML_CFLAGS) $(MSGPACK_CFLAGS)
libflycred_a_SOURCES = \
	%D%/store/generation.c %D%/store/generation.h \
	%D%/store/header.c %D%/store/header.h \
	%D%/store/key.c %D%/store/key.h \
	%D%/store/key-slot.c %D%/store/key-slot.h \
	%D%/store/key-wrap.c %D%/store/key-wrap.h \
	%D%/store/keyring.c %D%/store/keyring.h \
	%D%/store/record.c %D%/store/record.h \
	%D%/store/store-key.c %D%/store/store-key.h \
	%D%/store/store.c %D%/store/store.h \
	%D%/store/rotate.c \
	%D%/token/armor.c %D%/token/armor.h \
	%D%/token/bundle.c %D%/token/bundle.h \
	%D%/token/caveat.c %D%/token/caveat.h \
	%D%/token/encoding.c %D%/token/encoding.h \
	%D%/token/intake.c %D%/token/intake.h \
	%D%/token/macaroon.c %D%/token/macaroon.h \
	%D%/token/narrow.c %D%/token/narrow.h \
	%D%/token/recipe.c %D%/token/recipe.h \
	%D%/token/scope.c %D%/token/scope.h \
	%D%/util/alloc.c %D%/util/alloc.h \
	%D%/util/attributes.c %D%/util/attributes.h \
	%D%/util/cleanup.h \
	%D%/util/error.c %D%/util/error.h \
	%D%/util/file.c %D%/util/file.h \
	%D%/util/process.c %D%/util/process.h \
	%D%/util/secret.c %D%/util/secret.h \
	%D%/util/slice.h \
	%D%/util/terminal.c %D%/util/terminal.h \
	%D%/util/timestamp.c %D%/util/timestamp.h

bin_PROGRAMS = fly-cred
fly_cred_SOURCES = %D%/cli/fly-cred.c
fly_cred_LDADD = libflycred.a $(SODIUM_LIBS) $(JSON_LIBS) $(YAML_LIBS) \
	$(MSGPACK_LIBS)
