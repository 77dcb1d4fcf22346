/* SPDX-License-Identifier: MIT */
/* What a browser brings back from a login. */
#include "config.h"

#include "cli/callback-request.h"

#include <string.h>

#define VALUE_MAX 1024

void callback_answer_clear(struct callback_answer *answer)
{
	secret_clear(&answer->code);
	secret_clear(&answer->state);
}

/* Takes off the front of rest what is before the separator, and that. */
static struct slice take_part(struct slice *rest, char separator)
{
	const uint8_t *end = rest->length ? memchr(rest->bytes, separator,
						   rest->length)
					  : NULL;
	size_t length = end ? (size_t)(end - rest->bytes) : rest->length;
	struct slice part = slice_of(rest->bytes, length);

	if (rest->length) /* else there may be no bytes to go on from */
		rest->bytes += length + (end != NULL);
	rest->length -= length + (end != NULL);
	return part;
}

static int hex_digit(uint8_t letter)
{
	if (letter >= '0' && letter <= '9')
		return letter - '0';
	letter |= 0x20;
	return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/* Of an escape, or the byte itself; -1 when the escape is none. */
static int take_byte(struct slice *text)
{
	int high, low;

	if (*text->bytes != '%') {
		text->length--;
		return *text->bytes++;
	}
	if (text->length < 3)
		return -1;
	high = hex_digit(text->bytes[1]);
	low = hex_digit(text->bytes[2]);
	text->bytes += 3;
	text->length -= 3;
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* Letters without spaces, some at least; a value comes once. */
static bool take_value(struct slice text, struct secret *ret_value)
{
	if (ret_value->length || text.length == 0 || text.length > VALUE_MAX)
		return false;
	while (text.length) {
		int byte = take_byte(&text);
		char letter = (char)byte;

		if (byte <= ' ' || byte >= 0x7f)
			return false;
		secret_append(ret_value, &letter, 1);
	}
	return true;
}

static bool is(struct slice text, const char *word)
{
	return slice_equal(text, slice_of_string(word));
}

bool callback_read_query(struct slice query, struct callback_answer *ret_answer)
{
	AUTO_SECRET struct secret refusal = SECRET_EMPTY;
	struct callback_answer *answer = ret_answer;

	callback_answer_clear(answer);
	while (query.length) {
		struct slice value = take_part(&query, '&');
		struct slice name = take_part(&value, '=');

		if ((is(name, "code") && !take_value(value, &answer->code)) ||
		    (is(name, "state") && !take_value(value, &answer->state)) ||
		    (is(name, "error") && !take_value(value, &refusal)))
			return false;
	}
	return answer->state.length &&
	       (answer->code.length > 0) != (refusal.length > 0);
}

int callback_read_request(struct slice head, struct callback_answer *ret_answer)
{
	struct slice line = take_part(&head, '\n');
	struct slice method = take_part(&line, ' ');
	struct slice target = take_part(&line, ' ');
	struct slice path = take_part(&target, '?');

	if (line.length < 6 || memcmp(line.bytes, "HTTP/1", 6) != 0)
		return 400;
	if (!is(path, CALLBACK_PATH))
		return 404;
	if (!is(method, "GET"))
		return 405;
	return callback_read_query(target, ret_answer) ? 200 : 400;
}
