/* SPDX-License-Identifier: MIT */
/* The words that access-words.c is made of, and what further limits there are.
 */
#ifndef FC_LIMIT_WORDS_H
#define FC_LIMIT_WORDS_H

#include "token/grant.h"
#include "util/secret.h"

/* Appends bytes from outside made fit for a terminal, the first 80. */
void append_printable(struct secret *text, struct slice bytes);

/* Appends "everything", "nothing", "read only" or a list. */
void append_actions(struct secret *text, struct grant grant);

/*
 * Appends a line for each caveat that access_words has no line for: commands,
 * GraphQL mutations, single machines and volumes, where it may come from, and
 * types that this version does not know. access is that of the organization.
 */
void limit_words(struct caveat_list list, const struct access *access,
		 struct secret *ret_lines);

#endif
