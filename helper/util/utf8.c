/* SPDX-License-Identifier: MIT */
/* Characters in UTF-8 (RFC 3629) and as escape sequences name them. */
#include "config.h"

#include "util/utf8.h"

size_t utf8_length(struct slice text)
{
	const uint8_t *at = text.bytes;
	size_t length, i;

	if (text.length == 0)
		return 0;
	length = *at < 0x80		     ? 1
		 : *at >= 0xc2 && *at < 0xe0 ? 2
		 : (*at & 0xf0) == 0xe0	     ? 3
		 : *at >= 0xf0 && *at < 0xf5 ? 4
					     : 0;
	if (length > text.length)
		return 0;
	for (i = 1; i < length; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	/* Longer than need be, surrogates, beyond the last character. */
	if ((*at == 0xe0 && at[1] < 0xa0) || (*at == 0xed && at[1] > 0x9f) ||
	    (*at == 0xf0 && at[1] < 0x90) || (*at == 0xf4 && at[1] > 0x8f))
		return 0;
	return length;
}

size_t utf8_encode(uint32_t code, char ret_bytes[static UTF8_SIZE])
{
	static const uint32_t leads[] = {0, 0xc0, 0xe0, 0xf0};
	uint32_t more = (code >= 0x80) + (code >= 0x800) + (code >= 0x10000), i;

	ret_bytes[0] = (char)(leads[more] | code >> 6 * more);
	for (i = 1; i <= more; i++)
		ret_bytes[i] = (char)(0x80 | (code >> 6 * (more - i) & 0x3f));
	return more + 1;
}

int hex_digit(int byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if ((byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F'))
		return (byte | 0x20) - 'a' + 10;
	return -1;
}

bool utf8_is_text(struct slice bytes)
{
	size_t length;

	for (; bytes.length; bytes.bytes += length, bytes.length -= length) {
		length = utf8_length(bytes);
		if (length == 0 || bytes.bytes[0] == '\0')
			return false;
	}
	return true;
}
