/* SPDX-License-Identifier: MIT */
/* JSON strings written straight into a secret, where json-c would copy them. */
#include "config.h"

#include "util/json-text.h"

#include <string.h>

static bool is_plain(unsigned char byte)
{
	return byte >= 0x20 && byte != '"' && byte != '\\';
}

static void append_escaped(struct secret *json, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";
	char escaped[6] = {
		'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};

	secret_append(json, escaped, sizeof(escaped));
}

void json_append_string(struct secret *json, const char *text)
{
	secret_append(json, "\"", 1);
	while (*text) {
		const char *end = text;

		while (*end && is_plain((unsigned char)*end))
			end++;
		secret_append(json, text, (size_t)(end - text));
		if (*end)
			append_escaped(json, (unsigned char)*end++);
		text = end;
	}
	secret_append(json, "\"", 1);
}
