/* SPDX-License-Identifier: MIT */
/* What fly-cred setup does alike for every tool. */
#ifndef FC_SETUP_H
#define FC_SETUP_H

#include "store/store.h"

struct setup_request {
	bool undo;
	bool dry_run; /* show the change, make none */
	bool move;    /* flyctl: take its login out of its file */
	bool shim;    /* terraform: programs that run it with a token */
};

/* A file that was changed, and for whom: a tool, or a host of it. */
struct setup_place {
	const char *path;
	const char *tool;
};

/*
 * Keeps what the file held before, sealed, for --undo, and a hash of what it
 * holds after.
 */
bool setup_remember(struct store *store, const struct setup_place *place,
		    struct slice before, struct slice after, struct error *err)
	MUST_CHECK;

/*
 * Appends what it held before to ret_before. ret_untouched: what it holds now
 * is what setup left there. Nothing was remembered: both stay as they are, and
 * that is no error. ERR_CORRUPT when that is damaged.
 */
bool setup_recall(struct store *store, const struct setup_place *place,
		  struct slice now, struct secret *ret_before,
		  bool *ret_untouched, struct error *err) MUST_CHECK;

/* What setup took out is back; nobody needs our copy of it. */
bool setup_forget(struct store *store, const struct setup_place *place,
		  struct error *err) MUST_CHECK;

/* Adds to the error that the change shown can be made by hand; false. */
bool setup_fail_write(struct error *err);

/* Says on standard error that the tool would not find the program on PATH. */
void setup_warn_path(const char *program, const char *tool);

#endif
