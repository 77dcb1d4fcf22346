/* SPDX-License-Identifier: MIT */
/* Variables for the later steps of a job of GitHub Actions. */
#ifndef FC_GITHUB_FILE_H
#define FC_GITHUB_FILE_H

#include "cli/token-variables.h"

/*
 * First tells the runner on standard output to mask FLY_API_TOKEN and each of
 * its parts in the log ("::add-mask::", workflow commands of GitHub Actions),
 * then appends the variables to the file that GITHUB_ENV names, each between
 * delimiters nobody can foresee. After a failure the file is as it was; that
 * there is none is ERR_USAGE. What has no value can't be unset there, and when
 * the job has it that is ERR_USAGE, too.
 */
bool github_file_append(const struct token_variable *variables, size_t count,
			struct error *err) MUST_CHECK;

#endif
