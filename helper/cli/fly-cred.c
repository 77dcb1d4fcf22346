/* SPDX-License-Identifier: MIT */
/* The command line: finds the command, reads its options, runs it. */
#include "config.h"

#include "cli/command.h"
#include "util/alloc.h"
#include "util/process.h"
#include "util/terminal.h"

#include <stdio.h>
#include <string.h>

const struct command *const commands[] = {
	&command_init,
	&command_login,
	&command_logout,
	&command_unlock,
	&command_lock,
	&command_get,
	&command_kube_token,
	&command_env,
	&command_exec,
	&command_status,
	&command_doctor,
	&command_list,
	&command_renew,
	&command_rotate,
	&command_create,
	&command_revoke,
	&command_inspect,
	&command_narrow,
	&command_setup,
	&command_allow,
	&command_deny,
	&command_hook,
	&command_prompt,
	&command_key,
	&command_complete,
	&command_shim,
	NULL,
};

static void print_usage(void)
{
	const struct command *const *at;

	puts("fly-cred keeps a Fly.io login, and hands out small tokens that "
	     "die soon.\n"
	     "usage: fly-cred COMMAND [OPTION...]\n");
	for (at = commands; *at; at++) {
		const char *pair = (*at)->pair_summary;
		char names[40];

		if ((*at)->is_hidden)
			continue;
		snprintf(names, sizeof(names), "%s%s%s", (*at)->name,
			 pair ? "|" : "", pair ? at[1]->name : "");
		printf("  %-14s %s\n", names, pair ? pair : (*at)->summary);
		at += pair != NULL;
	}
	puts("\n'fly-cred COMMAND --help' explains one. Start with: fly-cred "
	     "init");
}

static bool takes_duration(const struct option_row *options)
{
	for (; options->name; options++)
		if (options->kind == OPTION_DURATION)
			return true;
	return false;
}

static void print_help(const struct command *command)
{
	printf("usage: fly-cred %s [OPTION...]%s%s\n\n%s.\n\n", command->name,
	       *command->arguments ? " " : "", command->arguments,
	       command->summary);
	options_help(command->options);
	puts("  -h, --help               print this");
	if (takes_duration(command->options))
		puts("\nD is a duration such as 90s, 15m, 1h30m or 2d.");
	printf("\nexample: %s\n", command->example);
}

const struct command *command_find(const char *name)
{
	const struct command *const *at;

	for (at = commands; *at; at++)
		if (strcmp((*at)->name, name) == 0)
			return *at;
	return NULL;
}

static bool parse_and_run(const struct command *command, void *values, int argc,
			  char **argv, struct error *err)
{
	bool help;
	int used = options_parse(command->options, argc, argv,
				 command->stops_at_argument, values, &help,
				 err);

	if (used < 0)
		return false;
	if (help) {
		print_help(command);
		return true;
	}
	if (command->arguments_max >= 0 && argc - used > command->arguments_max)
		return fail(err, ERR_USAGE,
			    "too many arguments; see 'fly-cred %s --help'",
			    command->name);
	return command->run(values, argv + used, err);
}

/* Some have something to say on standard output when they fail. */
static bool run(const struct command *command, int argc, char **argv,
		struct error *err)
{
	AUTO_FREE void *values = alloc_zeroed(1, command->values_size);
	const char *line;

	if (parse_and_run(command, values, argc, argv, err))
		return true;
	line = command->on_failure ? command->on_failure(values) : NULL;
	if (line)
		puts(line);
	return false;
}

static bool dispatch(int argc, char **argv, struct error *err)
{
	const char *name = argc > 1 ? argv[1] : "--help";
	const struct command *command;
	char shown[60];

	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 ||
	    strcmp(name, "help") == 0) {
		command = argc > 2 ? command_find(argv[2]) : NULL;
		command ? print_help(command) : print_usage();
		return true;
	}
	if (strcmp(name, "--version") == 0 || strcmp(name, "version") == 0)
		return puts(PACKAGE_STRING) >= 0;
	command = command_find(name);
	if (command)
		return run(command, argc - 1, argv + 1, err);
	text_printable(name, shown, sizeof(shown));
	return fail(err, ERR_USAGE,
		    "there is no command '%s'; 'fly-cred --help' lists them",
		    shown);
}

int main(int argc, char **argv)
{
	struct error err;

	process_harden();
	if (!dispatch(argc, argv, &err)) {
		fprintf(stderr, "fly-cred: %s\n", err.message);
		return (int)err.code;
	}
	if (fflush(stdout) != 0) {
		perror("fly-cred: can't write the result");
		return ERR_FAILED;
	}
	return 0;
}
