/* SPDX-License-Identifier: MIT */
/* The commands that a token of profile machine-exec is for. */
#ifndef FC_NARROW_COMMANDS_H
#define FC_NARROW_COMMANDS_H

#include "cli/options.h"
#include "resolve/resolve.h"

/* A row for a struct with a member commands, a struct option_texts. */
#define COMMAND_OPTION(values)                                 \
	{                                                      \
		0, "command", OPTION_TEXTS, "LINE",            \
			"only this (machine-exec); repeatable", \
			offsetof(struct values, commands)      \
	}

/*
 * open_and_resolve; lets the token run these commands only, each a line parted
 * as by a shell. Without any it stays as it is. ERR_USAGE when a line can't be
 * parted, or the profile is none for commands.
 */
bool open_and_resolve_for(const struct option_texts *commands,
			  const struct token_request *request,
			  struct resolved *ret_resolved, struct error *err)
	MUST_CHECK;

#endif
