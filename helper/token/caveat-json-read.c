/* SPDX-License-Identifier: MIT */
/* Caveats from Fly's JSON form to MessagePack, in the canonical encoding. */
#include "config.h"

#include "token/caveat-json.h"

#include "token/caveat-form.h"
#include "token/caveat-json-value.h"
#include "token/encoding.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <json-c/json.h>
#include <limits.h>

/* Nesting of caveats; nesting in JSON. */
#define DEPTH_MAX      16
#define JSON_DEPTH_MAX 64

static bool read_fields(struct value_reader *reader,
			const struct caveat_form *form,
			struct json_object *object);
static bool read_list(struct value_reader *reader, struct json_object *array);

static bool read_commands(struct value_reader *reader, struct json_object *json)
{
	size_t count, i;

	if (json == NULL)
		return msgpack_pack_nil(&reader->packer) == 0;
	if (!json_object_is_type(json, json_type_array))
		return fail_value(reader, "is no list of commands");
	count = json_object_array_length(json);
	msgpack_pack_array(&reader->packer, count);
	for (i = 0; i < count; i++)
		if (!read_fields(reader, &caveat_command_form,
				 json_object_array_get_idx(json, i)))
			return false;
	return true;
}

static bool read_caveats(struct value_reader *reader, struct json_object *json)
{
	bool done;

	if (reader->depth == DEPTH_MAX)
		return fail_value(reader, "is nested too deeply");
	reader->depth++;
	done = read_list(reader, json);
	reader->depth--;
	return done;
}

static bool read_shape(struct value_reader *reader, enum caveat_shape shape,
		       struct json_object *json)
{
	if (shape == SHAPE_COMMANDS)
		return read_commands(reader, json);
	if (shape == SHAPE_CAVEATS)
		return read_caveats(reader, json);
	return value_read(reader, shape, json);
}

/* Lists and maps may be null or absent, which Fly takes for nil. */
static bool may_be_absent(enum caveat_shape shape)
{
	return shape == SHAPE_TEXTS || shape == SHAPE_BOOLEAN ||
	       shape == SHAPE_MASKS_BY_ID || shape == SHAPE_MASKS_BY_NAME;
}

static bool has_field(const struct caveat_form *form, const char *name)
{
	size_t i;

	for (i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			return true;
	return false;
}

static bool check_members(struct value_reader *reader,
			  const struct caveat_form *form,
			  struct json_object *object)
{
	char shown[40];

	json_object_object_foreach(object, name, value)
	{
		(void)value;
		if (has_field(form, name))
			continue;
		text_printable(name, shown, sizeof(shown));
		return fail(reader->err, ERR_USAGE,
			    "caveat %zu (%s): '%s' does not belong there",
			    reader->number, reader->type, shown);
	}
	return true;
}

static bool read_fields(struct value_reader *reader,
			const struct caveat_form *form,
			struct json_object *object)
{
	struct json_object *member;
	size_t i;

	if (!json_object_is_type(object, json_type_object))
		return fail_value(reader, "is no object");
	if (!check_members(reader, form, object))
		return false;
	msgpack_pack_array(&reader->packer, form->count);
	for (i = 0; i < form->count; i++) {
		reader->member = form->fields[i].name;
		if (!json_object_object_get_ex(object, form->fields[i].name,
					       &member) &&
		    !may_be_absent(form->fields[i].shape))
			return fail_value(reader, "is missing");
		if (!read_shape(reader, form->fields[i].shape, member))
			return false;
	}
	return true;
}

/* By name or, as Fly shows types it has no name for, by number. */
static const struct caveat_form *find_form(const char *name)
{
	const struct caveat_form *form = caveat_form_of_name(name);
	int64_t number;

	if (form == NULL && number_parse(name, &number) && number >= 0)
		form = caveat_form_of_type((uint64_t)number);
	return form;
}

static bool fail_type(struct value_reader *reader, struct json_object *type)
{
	char shown[40] = "";

	if (json_object_is_type(type, json_type_string))
		text_printable(json_object_get_string(type), shown,
			       sizeof(shown));
	return fail(reader->err, ERR_USAGE,
		    *shown ? "caveat %zu: there is no caveat '%s' that could "
			     "be added"
			   : "caveat %zu has no type%s",
		    reader->number, shown);
}

/*
 * What could not be shown in Fly's form (caveats_to_json, "undecoded") can't be
 * read either: its body, in base64, may look like one of its type.
 */
static bool check_caveat(struct value_reader *reader,
			 struct json_object *caveat)
{
	char shown[40];

	json_object_object_foreach(caveat, name, value)
	{
		(void)value;
		if (strcmp(name, "type") == 0 || strcmp(name, "body") == 0)
			continue;
		text_printable(name, shown, sizeof(shown));
		return fail(reader->err, ERR_USAGE,
			    "caveat %zu: '%s' does not belong there",
			    reader->number, shown);
	}
	return true;
}

static bool read_caveat(struct value_reader *reader, struct json_object *caveat)
{
	struct json_object *type = NULL, *body = NULL;
	const struct caveat_form *form = NULL;

	if (!check_caveat(reader, caveat))
		return false;
	json_object_object_get_ex(caveat, "type", &type);
	if (json_object_is_type(type, json_type_string))
		form = find_form(json_object_get_string(type));
	if (form == NULL)
		return fail_type(reader, type);
	reader->type = form->name;
	reader->member = "body";
	if (!json_object_object_get_ex(caveat, "body", &body))
		return fail_value(reader, "is missing");
	msgpack_pack_uint64(&reader->packer, form->type);
	return form->is_bare ? read_shape(reader, form->fields[0].shape, body)
			     : read_fields(reader, form, body);
}

/* The number in messages is that of the outermost caveat. */
static bool read_list(struct value_reader *reader, struct json_object *array)
{
	size_t count, i;

	if (!json_object_is_type(array, json_type_array))
		return reader->depth
			       ? fail_value(reader, "is no list of caveats")
			       : fail(reader->err, ERR_USAGE,
				      "caveats come as a JSON array");
	count = json_object_array_length(array);
	msgpack_pack_array(&reader->packer, 2 * count);
	for (i = 0; i < count; i++) {
		struct json_object *caveat = json_object_array_get_idx(array,
								       i);

		if (reader->depth == 0)
			reader->number = i + 1;
		if (!json_object_is_type(caveat, json_type_object))
			return fail(reader->err, ERR_USAGE,
				    "caveat %zu is no object with type and "
				    "body",
				    reader->number);
		if (!read_caveat(reader, caveat))
			return false;
	}
	return true;
}

bool caveats_from_json(struct json_object *array, struct secret *ret_set,
		       struct error *err)
{
	struct value_reader reader = {.err = err, .type = "", .member = ""};
	size_t start = ret_set->length;

	msgpack_packer_init(&reader.packer, ret_set, encoding_write);
	if (read_list(&reader, array))
		return true;
	if (ret_set->data) {
		ret_set->length = start;
		ret_set->data[start] = '\0';
	}
	return false;
}

static void tokener_clear(struct json_tokener **tokener)
{
	if (*tokener)
		json_tokener_free(*tokener);
}

static void object_clear(struct json_object **object)
{
	json_object_put(*object);
}

static size_t line_of(struct slice text, size_t offset)
{
	size_t line = 1, i;

	for (i = 0; i < offset && i < text.length; i++)
		line += text.bytes[i] == '\n';
	return line;
}

bool caveats_from_json_text(struct slice text, struct secret *ret_set,
			    struct error *err)
{
	CLEANUP(tokener_clear)
	struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH_MAX);
	CLEANUP(object_clear) struct json_object *array = NULL;
	/* The NUL behind the text tells json-c that nothing follows. */
	AUTO_SECRET struct secret copy = SECRET_EMPTY;

	if (tokener == NULL || text.length > CAVEAT_JSON_LIMIT)
		return fail(err, ERR_USAGE,
			    "a list of caveats has at most %zu bytes",
			    CAVEAT_JSON_LIMIT);
	secret_append(&copy, text.bytes, text.length);
	secret_append(&copy, "", 1);
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
						JSON_TOKENER_VALIDATE_UTF8);
	array = json_tokener_parse_ex(tokener, copy.data, (int)copy.length);
	if (json_tokener_get_error(tokener) != json_tokener_success)
		return fail(err, ERR_USAGE, "line %zu: this is no JSON",
			    line_of(text, json_tokener_get_parse_end(tokener)));
	return caveats_from_json(array, ret_set, err);
}
