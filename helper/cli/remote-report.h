/* SPDX-License-Identifier: MIT */
/* Tokens as Fly lists them, shown to people and to programs. */
#ifndef FC_REMOTE_REPORT_H
#define FC_REMOTE_REPORT_H

#include "resolve/remote.h"

/* Printed to standard output, the first to expire first. */
void remote_print_table(const struct remote_tokens *tokens);
void remote_print_json(const struct remote_tokens *tokens,
		       const struct account *account,
		       const struct scope *scope);

/*
 * A line on standard error while pages come in, when that is a terminal; a
 * remote_progress. The line is gone after remote_progress_end.
 */
void remote_show_progress(size_t count, int64_t total);
void remote_progress_end(void);

#endif
