/* SPDX-License-Identifier: MIT */
/* What the hook of a shell is to do in the current directory. */
#ifndef FC_HOOK_CODE_H
#define FC_HOOK_CODE_H

#include "cli/shell-quote.h"

#include <stdbool.h>

/*
 * Appends calls of functions that shell/hook.* define:
 *
 *	_fly_cred_set NAME [VALUE]	export it, or with no value unset it
 *	_fly_cred_leave			all is as before the first of these
 *	_fly_cred_good TIME		renew from then on (Unix seconds)
 *	_fly_cred_tell TEXT		to the person, once
 *	_fly_cred_fail TEXT TIME	likewise until it works; try again then
 *
 * Nobody is asked anything, no key is derived from a passphrase, and nothing
 * waits for the network, except when a command is about to start that needs the
 * token and what the store has is not enough.
 */
void hook_code(enum shell shell, bool is_needed, struct secret *ret_code);

#endif
