/* SPDX-License-Identifier: MIT */
/* Caveats from MessagePack to Fly's JSON form. */
#include "config.h"

#include "token/caveat-json.h"

#include "token/caveat-json-scalar.h"
#include "token/encoding.h"
#include "util/alloc.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>

/* No real token nests more than once. */
#define DEPTH_MAX 16

#define NIL 0xc0

/* NULL is JSON's null; false that the value has another shape. */
typedef bool (*writer)(struct slice value, unsigned int depth,
		       struct json_object **ret_json);

static bool write_shape(enum caveat_shape shape, struct slice value,
			unsigned int depth, struct json_object **ret_json);
static struct json_object *write_list(struct caveat_list list,
				      unsigned int depth);

static void json_clear(struct json_object **object)
{
	json_object_put(*object);
}

#define AUTO_JSON CLEANUP(json_clear)

static bool is_nil(struct slice value)
{
	return value.length == 1 && value.bytes[0] == NIL;
}

static bool write_texts(struct slice value, unsigned int depth,
			struct json_object **ret_json)
{
	AUTO_JSON struct json_object *array = NULL;
	struct json_object *one;
	struct slice text;
	size_t count;

	(void)depth;
	*ret_json = NULL;
	if (is_nil(value))
		return true;
	if (!encoding_array(&value, &count))
		return false;
	array = json_object_new_array();
	for (; count; count--) {
		if (!encoding_next(&value, &text) ||
		    !scalar_to_json(SHAPE_TEXT, text, &one))
			return false;
		json_object_array_add(array, one);
	}
	*ret_json = take_ptr(&array);
	return true;
}

/* The fields of an array as members of an object. */
static bool write_fields(const struct caveat_form *form, struct slice value,
			 unsigned int depth, struct json_object **ret_json)
{
	AUTO_JSON struct json_object *object = json_object_new_object();
	struct json_object *member;
	struct slice field;
	size_t count, i;

	if (!encoding_array(&value, &count) || count != form->count)
		return false;
	for (i = 0; i < count; i++) {
		if (!encoding_next(&value, &field) ||
		    !write_shape(form->fields[i].shape, field, depth, &member))
			return false;
		if (member || form->fields[i].shape != SHAPE_BOOLEAN)
			json_object_object_add(object, form->fields[i].name,
					       member);
	}
	*ret_json = take_ptr(&object);
	return true;
}

static bool write_commands(struct slice value, unsigned int depth,
			   struct json_object **ret_json)
{
	AUTO_JSON struct json_object *array = NULL;
	struct json_object *one;
	struct slice command;
	size_t count;

	*ret_json = NULL;
	if (is_nil(value))
		return true;
	if (!encoding_array(&value, &count))
		return false;
	array = json_object_new_array();
	for (; count; count--) {
		if (!encoding_next(&value, &command) ||
		    !write_fields(&caveat_command_form, command, depth, &one))
			return false;
		json_object_array_add(array, one);
	}
	*ret_json = take_ptr(&array);
	return true;
}

/* The key of a map as the name of a member, which the caller frees. */
static char *write_key(struct slice key, bool is_number)
{
	struct slice text;
	uint64_t number;

	if (is_number)
		return encoding_unsigned(key, &number)
			       ? alloc_formatted("%" PRIu64, number)
			       : NULL;
	return text_from_caveat(key, &text)
		       ? alloc_formatted("%.*s", (int)text.length,
					 (const char *)text.bytes)
		       : NULL;
}

static bool write_masks(struct slice value, bool by_number,
			struct json_object **ret_json)
{
	AUTO_JSON struct json_object *object = NULL;
	struct json_object *letters;
	struct slice key, mask;
	size_t count;

	*ret_json = NULL;
	if (is_nil(value))
		return true;
	if (!encoding_map(&value, &count))
		return false;
	object = json_object_new_object();
	for (; count; count--) {
		AUTO_FREE char *name = NULL;

		if (!encoding_next(&value, &key) ||
		    !encoding_next(&value, &mask))
			return false;
		name = write_key(key, by_number);
		if (name == NULL || !scalar_to_json(SHAPE_MASK, mask, &letters))
			return false;
		json_object_object_add(object, name, letters);
	}
	*ret_json = take_ptr(&object);
	return true;
}

static bool write_masks_by_id(struct slice value, unsigned int depth,
			      struct json_object **ret_json)
{
	(void)depth;
	return write_masks(value, true, ret_json);
}

static bool write_masks_by_name(struct slice value, unsigned int depth,
				struct json_object **ret_json)
{
	(void)depth;
	return write_masks(value, false, ret_json);
}

static bool write_caveats(struct slice value, unsigned int depth,
			  struct json_object **ret_json)
{
	struct caveat_list list;

	if (depth == DEPTH_MAX || !caveats_read(&value, &list))
		return false;
	*ret_json = write_list(list, depth + 1);
	return true;
}

static bool write_shape(enum caveat_shape shape, struct slice value,
			unsigned int depth, struct json_object **ret_json)
{
	static const writer writers[SHAPE_COUNT] = {
		[SHAPE_TEXTS] = write_texts,
		[SHAPE_COMMANDS] = write_commands,
		[SHAPE_MASKS_BY_ID] = write_masks_by_id,
		[SHAPE_MASKS_BY_NAME] = write_masks_by_name,
		[SHAPE_CAVEATS] = write_caveats,
	};

	return writers[shape] ? writers[shape](value, depth, ret_json)
			      : scalar_to_json(shape, value, ret_json);
}

static struct json_object *write_caveat(const struct caveat *caveat,
					unsigned int depth)
{
	const struct caveat_form *form = caveat_form_of_type(caveat->type);
	struct json_object *object = json_object_new_object(), *body;
	char number[24];

	if (form &&
	    (form->is_bare ? write_shape(form->fields[0].shape, caveat->body,
					 depth, &body)
			   : write_fields(form, caveat->body, depth, &body))) {
		json_object_object_add(object, "type",
				       json_object_new_string(form->name));
		json_object_object_add(object, "body", body);
		return object;
	}
	snprintf(number, sizeof(number), "%" PRIu64, caveat->type);
	json_object_object_add(object, "type", json_object_new_string(number));
	json_object_object_add(object, "body", bytes_to_json(caveat->body));
	json_object_object_add(object, "undecoded",
			       json_object_new_string(form ? "unexpected body"
							   : "unknown type"));
	return object;
}

static struct json_object *write_list(struct caveat_list list,
				      unsigned int depth)
{
	struct json_object *array = json_object_new_array();
	struct caveat caveat;

	while (caveat_next(&list.bytes, &caveat))
		json_object_array_add(array, write_caveat(&caveat, depth));
	return array;
}

struct json_object *caveats_to_json(struct caveat_list list)
{
	return write_list(list, 0);
}
