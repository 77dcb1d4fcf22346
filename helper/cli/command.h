/* SPDX-License-Identifier: MIT */
/* The commands of fly-cred, one file cmd-NAME.c each. */
#ifndef FC_COMMAND_H
#define FC_COMMAND_H

#include "cli/options.h"
#include "util/error.h"

struct command {
	const char *name;
	const char *arguments; /* behind the options, for help; "" for none */
	const char *summary;   /* a line of 'fly-cred --help' */
	const char *choices;   /* first arguments, for completion; NULL: none */
	const char *pair_summary; /* for one line with the next, or NULL */
	const char *example;   /* last line of 'fly-cred NAME --help' */
	const struct option_row *options;
	size_t values_size;	/* of the struct the options go to */
	int arguments_max;	/* -1: any number */
	bool stops_at_argument; /* what follows is another program's */
	bool is_hidden;		/* for shells, and not in the list of help */
	/*
	 * A line for stdout when it fails, or NULL; values may be incomplete.
	 * NULL for commands that never have one.
	 */
	const char *(*on_failure)(const void *values);
	/*
	 * Does it. values is that struct, arguments ends with NULL. Results go
	 * to standard output, remarks to standard error; a failure is told by
	 * the caller, whose exit status is the code.
	 */
	bool (*run)(const void *values, char **arguments, struct error *err);
};

extern const struct command command_allow;
extern const struct command command_complete;
extern const struct command command_create;
extern const struct command command_deny;
extern const struct command command_doctor;
extern const struct command command_env;
extern const struct command command_exec;
extern const struct command command_get;
extern const struct command command_hook;
extern const struct command command_init;
extern const struct command command_inspect;
extern const struct command command_key;
extern const struct command command_kube_token;
extern const struct command command_list;
extern const struct command command_lock;
extern const struct command command_login;
extern const struct command command_logout;
extern const struct command command_narrow;
extern const struct command command_prompt;
extern const struct command command_renew;
extern const struct command command_revoke;
extern const struct command command_rotate;
extern const struct command command_setup;
extern const struct command command_shim;
extern const struct command command_status;
extern const struct command command_unlock;

/* All of them in the order of 'fly-cred --help', ended by NULL. */
extern const struct command *const commands[];

/* The one of that name, or NULL. */
const struct command *command_find(const char *name);

#endif
