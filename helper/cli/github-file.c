/* SPDX-License-Identifier: MIT */
/* Variables for the later steps of a job of GitHub Actions. */
#include "config.h"

#include "cli/github-file.h"

#include "cli/shell-quote.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool check(const struct token_variable *variables, size_t count,
		  struct error *err)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (variables[i].value == NULL && getenv(variables[i].name))
			return fail(err, ERR_USAGE,
				    "%s is set and would hide the token; take "
				    "it out of the workflow",
				    variables[i].name);
		if (variables[i].value && !is_plain_value(variables[i].value))
			return fail(err, ERR_FAILED,
				    "%s would hold a control character",
				    variables[i].name);
	}
	return true;
}

static void add_mask(struct secret *text, const char *value, size_t length)
{
	secret_append_string(text, "::add-mask::");
	for (; length; length--, value++) {
		if (*value == '%')
			secret_append_string(text, "%25");
		else
			secret_append(text, value, 1);
	}
	secret_append(text, "\n", 1);
}

/* The token, and each macaroon of it, which a log can show by itself. */
static void add_masks(struct secret *text, const char *token)
{
	size_t length;

	add_mask(text, token, strlen(token));
	for (; *token; token += length + (token[length] == ',')) {
		length = strcspn(token, ",");
		if (length)
			add_mask(text, token, length);
	}
}

static void add_variable(struct secret *text,
			 const struct token_variable *variable)
{
	AUTO_SECRET struct secret delimiter = SECRET_EMPTY;
	uint8_t bytes[16];

	randombytes_buf(bytes, sizeof(bytes));
	secret_append_string(&delimiter, "fly_cred_");
	secret_append_hex(&delimiter, bytes, sizeof(bytes));
	secret_append_string(text, variable->name);
	secret_append_string(text, "<<");
	secret_append_string(text, secret_text(&delimiter));
	secret_append(text, "\n", 1);
	secret_append_string(text, variable->value);
	secret_append(text, "\n", 1);
	secret_append_string(text, secret_text(&delimiter));
	secret_append(text, "\n", 1);
}

static int open_file(const char *path, struct stat *ret_status,
		     struct error *err)
{
	AUTO_CLOSE int fd = -1;

	if (path == NULL || *path == '\0') {
		fail(err, ERR_USAGE,
		     "GITHUB_ENV names no file; --shell github is for jobs of "
		     "GitHub Actions");
		return -1;
	}
	fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 || fstat(fd, ret_status) < 0) {
		fail_errno(err, "can't open the file of GITHUB_ENV");
		return -1;
	}
	if (S_ISREG(ret_status->st_mode))
		return take_fd(&fd);
	fail(err, ERR_USAGE, "GITHUB_ENV names no regular file");
	return -1;
}

/* An earlier step may have left its last line open. */
static bool ends_in_line(int fd, off_t size)
{
	char last = '\n';

	return size == 0 || pread(fd, &last, 1, size - 1) != 1 || last == '\n';
}

static bool append(int fd, off_t size, const struct secret *text,
		   struct error *err)
{
	return secret_write(text, fd, "the file of GITHUB_ENV", err) ||
	       (ftruncate(fd, size) < 0 &&
		fail_errno(err, "the file of GITHUB_ENV ends in half a token"));
}

bool github_file_append(const struct token_variable *variables, size_t count,
			struct error *err)
{
	AUTO_SECRET struct secret masks = SECRET_EMPTY, text = SECRET_EMPTY;
	struct stat status;
	AUTO_CLOSE int fd = -1;
	size_t i;

	if (!check(variables, count, err))
		return false;
	fd = open_file(getenv("GITHUB_ENV"), &status, err);
	if (fd < 0)
		return false;
	if (!ends_in_line(fd, status.st_size))
		secret_append(&text, "\n", 1);
	for (i = 0; i < count; i++) {
		if (strcmp(variables[i].name, "FLY_API_TOKEN") == 0)
			add_masks(&masks, variables[i].value);
		if (variables[i].value)
			add_variable(&text, &variables[i]);
	}
	return secret_write(&masks, STDOUT_FILENO, "the masks", err) &&
	       append(fd, status.st_size, &text, err);
}
