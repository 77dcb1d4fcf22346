/* SPDX-License-Identifier: MIT */
/* What our tokens are called at Fly, and which of Fly's tokens are ours. */
#ifndef FC_TOKEN_NAME_H
#define FC_TOKEN_NAME_H

#include "token/scope.h"

/*
 * "fly-cred HOST SCOPE RANDOM": unique, and says in Fly's list of tokens where
 * it came from. The caller frees.
 */
char *token_name(const struct scope *scope);

/* Whether fly-cred on this machine gave that name. */
bool token_name_is_ours(const char *name);

#endif
