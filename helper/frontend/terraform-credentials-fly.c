/* SPDX-License-Identifier: MIT */
/*
 * terraform-credentials-fly: the credentials helper protocol of terraform and
 * OpenTofu (terraform's documentation, "Credentials Helpers"), for registries
 * of modules and the like. It keeps what they store; Fly's tokens are no part
 * of this, because a provider never asks here.
 */
#include "config.h"

#include "resolve/foreign.h"
#include "util/json-read.h"
#include "util/origin.h"
#include "util/process.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OBJECT_MAX ((size_t)256 * 1024) /* half of a record */

/* The one line of an entry: the object as it was stored. */
#define OBJECT "object"

static bool find(const struct record *record, const char **ret_object)
{
	struct attributes entry;
	size_t position = 0;

	*ret_object = foreign_next(record, &position, &entry)
			      ? attributes_get(&entry, OBJECT)
			      : NULL;
	return *ret_object;
}

static bool get(struct store *store, const struct foreign_place *place,
		struct secret *input, struct error *err)
{
	AUTO_RECORD struct record record = RECORD_EMPTY;
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	const char *object = "{}";

	(void)input;
	if (!foreign_read(store, place, &record, err)) {
		if (err->code != ERR_NOT_FOUND)
			return false;
	} else if (!find(&record, &object)) {
		return fail(err, ERR_CORRUPT,
			    "what is stored for '%s' is incomplete; log in "
			    "there again with 'terraform login'",
			    place->host);
	}
	secret_append_string(&text, object);
	secret_append(&text, "\n", 1);
	return secret_write(&text, STDOUT_FILENO, "the answer", err);
}

/* Without a token that is text it would be no credential to anybody. */
static bool has_token(struct slice object)
{
	AUTO_SECRET struct secret name = SECRET_EMPTY, token = SECRET_EMPTY;
	struct json_member member;
	struct slice rest;
	bool found = false;

	if (!json_members(object, &rest))
		return false;
	while (json_next_member(&rest, &member)) {
		secret_clear(&name);
		if (json_decode_string(member.name, &name) &&
		    strcmp(secret_text(&name), "token") == 0)
			found = json_decode_string(member.value, &token);
	}
	return found;
}

/*
 * Line ends are white space in JSON, and nothing else, unlike in a record; what
 * is at the end is no part of the object.
 */
static void join_lines(struct secret *text)
{
	size_t i;

	for (i = 0; i < text->length; i++)
		if (text->data[i] == '\n' || text->data[i] == '\r')
			text->data[i] = ' ';
	while (text->length && text->data[text->length - 1] == ' ')
		text->data[--text->length] = '\0';
}

static bool store(struct store *store, const struct foreign_place *place,
		  struct secret *input, struct error *err)
{
	struct attribute line;
	struct attributes entry = {&line, 1};
	size_t end;

	if (!json_check(secret_slice(input), &end) ||
	    !has_token(secret_slice(input)))
		return fail(err, ERR_FAILED,
			    "store takes a JSON object with a token on "
			    "standard input");
	join_lines(input);
	line = (struct attribute){OBJECT, secret_text(input)};
	return foreign_put(store, place, &entry, NULL, err);
}

static bool forget(struct store *store, const struct foreign_place *place,
		   struct secret *input, struct error *err)
{
	struct attributes all = ATTRIBUTES_EMPTY;

	(void)input;
	return foreign_drop(store, place, &all, NULL, err);
}

static bool dispatch(const char *verb, const char *host, struct error *err)
{
	static const struct {
		const char *verb;
		bool has_input;
		bool (*run)(struct store *store,
			    const struct foreign_place *place,
			    struct secret *input, struct error *err);
	} verbs[] = {
		{"get", false, get},
		{"store", true, store},
		{"forget", false, forget},
	};
	AUTO_SECRET struct secret input = SECRET_EMPTY;
	AUTO_STORE struct store held = STORE_CLOSED;
	AUTO_FREE char *name = NULL;
	struct foreign_place place = {.tool = FOREIGN_TERRAFORM};
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verb, verbs[i].verb) != 0)
			continue;
		/* Before anything can fail: terraform waits to write it. */
		if (verbs[i].has_input &&
		    !secret_read(&input, STDIN_FILENO, OBJECT_MAX,
				 "the credentials", err))
			return false;
		if (!host_only_normalise(host, &name, err))
			return false;
		place.host = name;
		return verbs[i].run(&held, &place, &input, err);
	}
	return fail(err, ERR_USAGE, "the verbs are get, store and forget");
}

static bool say(const char *option, struct error *err)
{
	const char *text = NULL;

	if (strcmp(option, "--version") == 0)
		text = "terraform-credentials-fly (" PACKAGE_NAME
		       ") " PACKAGE_VERSION;
	else if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0)
		text = "usage: terraform-credentials-fly get|store|forget HOST"
		       "\n\nterraform and OpenTofu run this; "
		       "'fly-cred setup terraform' makes them do so.";
	if (text == NULL)
		return fail(err, ERR_USAGE,
			    "terraform-credentials-fly takes get, store or "
			    "forget, and a host");
	return puts(text) >= 0 || fail_errno(err, "can't write");
}

int main(int argc, char **argv)
{
	struct error err;

	process_harden();
	if ((argc == 3 ? dispatch(argv[1], argv[2], &err)
		       : say(argc == 2 ? argv[1] : "", &err)) &&
	    fflush(stdout) == 0)
		return 0;
	fprintf(stderr, "fly-cred: %s\n", err.message);
	return 1;
}
