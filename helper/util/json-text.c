/* SPDX-License-Identifier: MIT */
/* JSON strings written straight into a secret, where json-c would copy them. */
#include "config.h"

#include "util/json-text.h"

#include <string.h>

/* What must not stand in a string as it is (RFC 8259, section 7). */
static const char special[] =
	"\"\\\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20\21\22\23\24\25\26"
	"\27\30\31\32\33\34\35\36\37";

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
		const char *end = text + strcspn(text, special);

		secret_append(json, text, (size_t)(end - text));
		if (*end)
			append_escaped(json, (unsigned char)*end++);
		text = end;
	}
	secret_append(json, "\"", 1);
}
