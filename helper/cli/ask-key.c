/* SPDX-License-Identifier: MIT */
/* Where a person's key to the store comes from: a file or the terminal. */
#include "config.h"

#include "cli/ask-key.h"

#include "util/terminal.h"
#include "util/timestamp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/*
 * A line break that was pasted along is none of the passphrase's, and one
 * inside could not come from FLY_CRED_PASSPHRASE_FILE.
 */
static bool make_line(struct secret *answer, struct error *err)
{
	while (answer->length && (answer->data[answer->length - 1] == '\n' ||
				  answer->data[answer->length - 1] == '\r'))
		answer->data[--answer->length] = '\0';
	return memchr(secret_text(answer), '\n', answer->length) == NULL ||
	       fail(err, ERR_USAGE, "a passphrase is one line; try again");
}

static bool ask(const char *prompt, struct secret *ret_answer,
		struct error *err)
{
	if (terminal_ask_secret(prompt, ret_answer, err))
		return make_line(ret_answer, err);
	if (terminal_is_there())
		return false;
	return fail(err, ERR_LOCKED,
		    "there is no terminal to ask for the passphrase on; set "
		    "FLY_CRED_KEY_FILE or FLY_CRED_PASSPHRASE_FILE");
}

static bool ask_twice(struct secret *ret_answer, struct error *err)
{
	AUTO_SECRET struct secret again = SECRET_EMPTY;

	if (!ask("New passphrase for the store: ", ret_answer, err))
		return false;
	if (ret_answer->length == 0)
		return fail(err, ERR_USAGE,
			    "an empty passphrase protects "
			    "nothing; choose another");
	if (!ask("Once more: ", &again, err))
		return false;
	return slice_equal(secret_slice(ret_answer), secret_slice(&again)) ||
	       fail(err, ERR_USAGE, "the two differ; try again");
}

bool ask_new_key(const char *file, struct key_secret *ret_secret,
		 struct error *err)
{
	const char *passphrase_file = environment("FLY_CRED_PASSPHRASE_FILE");

	if (file == NULL)
		file = environment("FLY_CRED_KEY_FILE");
	if (file)
		return key_file_prepare(file, ret_secret, err);
	if (passphrase_file)
		return key_secret_read(KEY_PASSPHRASE, passphrase_file,
				       ret_secret, err);
	ret_secret->kind = KEY_PASSPHRASE;
	return ask_twice(&ret_secret->bytes, err);
}

bool ask_key(const char *file, struct key_secret *ret_secret, struct error *err)
{
	const char *passphrase_file = environment("FLY_CRED_PASSPHRASE_FILE");

	if (file == NULL)
		file = environment("FLY_CRED_KEY_FILE");
	if (file)
		return key_secret_read(KEY_FILE, file, ret_secret, err);
	if (passphrase_file)
		return key_secret_read(KEY_PASSPHRASE, passphrase_file,
				       ret_secret, err);
	ret_secret->kind = KEY_PASSPHRASE;
	return ask("Passphrase of the store: ", &ret_secret->bytes, err);
}

bool choose_timeout(int64_t asked, int64_t standard, int64_t *ret_seconds,
		    struct error *err)
{
	*ret_seconds = asked ? asked : standard;
	return *ret_seconds <= DAY ||
	       fail(err, ERR_USAGE,
		    "the store stays open for at most 24h at a time; "
		    "choose a shorter --timeout");
}

bool keep_key(struct store *store, int64_t seconds, struct error *err)
{
	char duration[DURATION_SIZE];

	if (key_keep(store, seconds, err)) {
		duration_format(seconds, duration);
		fprintf(stderr, "fly-cred: the store is open for %s\n",
			duration);
		return true;
	}
	if (err->code != ERR_LOCKED)
		return false;
	fprintf(stderr,
		"fly-cred: %s; set FLY_CRED_KEY_FILE, or every command asks "
		"for the passphrase\n",
		err->message);
	return true;
}
