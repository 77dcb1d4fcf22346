/* SPDX-License-Identifier: MIT */
/* The caveats that the options of 'fly-cred narrow' stand for. */
#include "config.h"

#include "cli/narrow-caveats.h"

#include "token/caveat-form.h"
#include "token/caveat-json.h"
#include "token/caveat.h"
#include "token/encoding.h"

#include <json-c/json.h>
#include <msgpack.h>

static void object_clear(struct json_object **object)
{
	json_object_put(*object);
}

#define AUTO_JSON CLEANUP(object_clear)

/* {"type": type, "body": body}, added to an array. */
static void add_caveat(struct json_object *array, const char *type,
		       struct json_object *body)
{
	struct json_object *caveat = json_object_new_object();

	json_object_object_add(caveat, "type", json_object_new_string(type));
	json_object_object_add(caveat, "body", body);
	json_object_array_add(array, caveat);
}

static void add_organization(struct json_object *array, uint64_t id)
{
	struct json_object *body = json_object_new_object();

	json_object_object_add(body, "id", json_object_new_uint64(id));
	json_object_object_add(body, "mask",
			       json_object_new_string(ACTION_LETTERS));
	add_caveat(array, "Organization", body);
}

static void add_mutations(struct json_object *array,
			  const struct option_texts *names)
{
	struct json_object *body = json_object_new_object();
	struct json_object *list = json_object_new_array();
	size_t i;

	for (i = 0; i < names->count; i++)
		json_object_array_add(list,
				      json_object_new_string(names->items[i]));
	json_object_object_add(body, "mutations", list);
	add_caveat(array, "Mutations", body);
}

/*
 * Takes a word off a command line: blanks part words, quotes and backslashes
 * keep them together as in a shell, and nothing is expanded. False at the end
 * of the line, and with *ret_broken inside quotes.
 */
static bool next_word(const char **line, struct secret *ret_word,
		      bool *ret_broken)
{
	const char *at = *line + strspn(*line, " \t\n");
	char quote = '\0';

	if (*at == '\0')
		return false;
	for (; *at && (quote || !strchr(" \t\n", *at)); at++) {
		if (*at == quote) {
			quote = '\0';
		} else if (!quote && (*at == '\'' || *at == '"')) {
			quote = *at;
		} else {
			if (*at == '\\' && quote != '\'' && at[1])
				at++;
			secret_append(ret_word, at, 1);
		}
	}
	*line = at;
	*ret_broken = quote != '\0';
	return quote == '\0';
}

static bool add_command(struct json_object *list, const char *line,
			struct error *err)
{
	AUTO_JSON struct json_object *args = json_object_new_array();
	AUTO_SECRET struct secret word = SECRET_EMPTY;
	struct json_object *command;
	bool is_broken = false;

	while (next_word(&line, &word, &is_broken)) {
		json_object_array_add(
			args, json_object_new_string(secret_text(&word)));
		secret_clear(&word);
	}
	if (is_broken)
		return fail(err, ERR_USAGE,
			    "a quotation mark in --command has no end");
	if (json_object_array_length(args) == 0)
		return fail(err, ERR_USAGE, "--command needs a command");
	command = json_object_new_object();
	json_object_object_add(command, "args", take_ptr(&args));
	json_object_object_add(command, "exact", json_object_new_boolean(true));
	json_object_array_add(list, command);
	return true;
}

/* As flyctl's machine-exec tokens: commands, and else reading. */
static bool add_commands(struct json_object *array,
			 const struct option_texts *lines, struct error *err)
{
	AUTO_JSON struct json_object *list = json_object_new_array();
	struct json_object *body, *conditions;
	size_t i;

	for (i = 0; i < lines->count; i++)
		if (!add_command(list, lines->items[i], err))
			return false;
	body = json_object_new_object();
	conditions = json_object_new_array();
	add_caveat(conditions, "Commands", take_ptr(&list));
	json_object_object_add(body, "ifs", conditions);
	json_object_object_add(body, "else", json_object_new_string("r"));
	add_caveat(array, "IfPresent", body);
	return true;
}

static bool write_options(const struct narrow_wish *wish,
			  struct secret *ret_set, struct error *err)
{
	AUTO_JSON struct json_object *array = json_object_new_array();

	if (wish->organization_id)
		add_organization(array, wish->organization_id);
	if (wish->readonly)
		add_caveat(array, "Action", json_object_new_string("r"));
	if (wish->mutations->count)
		add_mutations(array, wish->mutations);
	if (wish->commands->count && !add_commands(array, wish->commands, err))
		return false;
	return caveats_from_json(array, ret_set, err);
}

/* Appends one set to the list of another, which has no head yet. */
static bool join(const struct secret *set, struct secret *list, size_t *count,
		 struct error *err)
{
	struct slice rest = secret_slice(set);
	struct caveat_list added;

	if (rest.length == 0)
		return true;
	if (!caveats_read(&rest, &added))
		return fail(err, ERR_FAILED, "these are no caveats");
	secret_append(list, added.bytes.bytes, added.bytes.length);
	*count += added.count;
	return true;
}

bool narrow_caveats(const struct narrow_wish *wish, struct secret *ret_set,
		    struct error *err)
{
	AUTO_SECRET struct secret options = SECRET_EMPTY, file = SECRET_EMPTY;
	AUTO_SECRET struct secret recipe = SECRET_EMPTY, list = SECRET_EMPTY;
	struct msgpack_packer packer;
	size_t count = 0;

	if (!write_options(wish, &options, err))
		return false;
	if (wish->caveats.length &&
	    !caveats_from_json_text(wish->caveats, &file, err))
		return false;
	if (!recipe_write(wish->recipe, wish->app_id, wish->window, &recipe,
			  err))
		return false;
	if (!join(&options, &list, &count, err) ||
	    !join(&recipe, &list, &count, err) ||
	    !join(&file, &list, &count, err))
		return false;
	msgpack_packer_init(&packer, ret_set, encoding_write);
	msgpack_pack_array(&packer, 2 * count);
	secret_append(ret_set, list.data, list.length);
	return true;
}
