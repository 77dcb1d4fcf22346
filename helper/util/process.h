/* SPDX-License-Identifier: MIT */
/* This process: its user, its hardening, and other programs run from it. */
#ifndef FC_PROCESS_H
#define FC_PROCESS_H

#include "util/error.h"
#include "util/secret.h"

#include <stdint.h>
#include <sys/types.h>

/*
 * First thing in every main: no core dumps and no debugger of the same user
 * (PR_SET_DUMPABLE, prctl(2): reset by exec, so children are not touched), and
 * a reader that went away is an error of write(2), not a signal. Descriptors
 * 0 to 2 are open afterwards.
 */
void process_harden(void);

/* The effective user, asked for once: no program of ours changes it. */
uid_t process_user(void);

/* A program to run once with something to say and something to answer. */
struct process {
	const char *path;	 /* absolute; PATH is not searched */
	const char *const *argv; /* never a secret in it */
	const char *const *environment;
	struct slice input;  /* all of its standard input */
	size_t output_limit; /* bytes, of what listen leaves */
	int64_t timeout;     /* seconds, for everything together */
	/*
	 * When set, it sees the output each time that more of it has come, and
	 * takes off the front what it has dealt with; false ends the program.
	 */
	bool (*listen)(struct secret *output, void *data, struct error *err);
	void *data;
};

/*
 * Runs it to its end, with our standard error and signals ignored as here, and
 * appends what it wrote to standard output. Its exit status goes to ret_status
 * (128 + signal when it was killed). ERR_FAILED when it can't be started or
 * writes more than the limit, ERR_NETWORK when its time is up; it has ended in
 * any case.
 */
bool process_run(const struct process *process, struct secret *ret_output,
		 int *ret_status, struct error *err) MUST_CHECK;

#endif
