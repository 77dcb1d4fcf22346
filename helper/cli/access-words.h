/* SPDX-License-Identifier: MIT */
/* What a macaroon may do, in words. */
#ifndef FC_ACCESS_WORDS_H
#define FC_ACCESS_WORDS_H

#include "token/caveat.h"
#include "util/secret.h"

/*
 * Appends lines such as "app 8910: everything" and "other apps: nothing", each
 * with a line feed: the organization, apps, features and commands that the
 * caveats name, and what further limits there are. They come from
 * caveats_grant; "at most" marks what can't be told offline.
 */
void access_words(struct caveat_list list, struct secret *ret_lines);

#endif
