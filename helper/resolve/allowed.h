/* SPDX-License-Identifier: MIT */
/* Directories in which a person lets the shell's hook export a token. */
#ifndef FC_ALLOWED_H
#define FC_ALLOWED_H

#include "util/cleanup.h"
#include "util/error.h"

#include <stdint.h>

/*
 * What was allowed: a directory with all below it, for one app or organization
 * of one account. The numbers are Fly's: names can change hands.
 */
struct pin {
	char *directory; /* its real path; "/" is the root */
	char *account;	 /* as the id of struct account */
	char *scope;	 /* as it was named: "app:shop" */
	uint64_t organization_number;
	uint64_t app_number; /* 0 when the scope is an organization */
};

#define PIN_EMPTY                 \
	{                         \
		.directory = NULL \
	}
#define AUTO_PIN CLEANUP(pin_clear)
void pin_clear(struct pin *pin);

/*
 * Keeps it, in place of an older one for the directory: a file in the folder
 * allowed of state_directory(), of key=value lines, named by a hash of the
 * directory. ERR_USAGE when the directory's name can't be written.
 */
bool allowed_keep(const struct pin *pin, struct error *err) MUST_CHECK;

/*
 * The one for the directory, a real path, or else for the nearest above it.
 * ERR_NOT_FOUND when there is none, ERR_CORRUPT when its file makes no sense;
 * whose file that is, is there then.
 */
bool allowed_find(const char *directory, struct pin *ret_pin, struct error *err)
	MUST_CHECK;

/* Whether both are for the same account, scope and numbers. */
bool pin_fits(const struct pin *pin, const struct pin *other);

/* Forgets it; that it is not there is no error. */
bool allowed_forget(const char *directory, struct error *err) MUST_CHECK;

#endif
