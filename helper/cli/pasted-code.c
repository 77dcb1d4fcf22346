/* SPDX-License-Identifier: MIT */
/* What a person pastes where the code of a login is asked for. */
#include "config.h"

#include "cli/pasted-code.h"

#include "cli/callback-request.h"

#include <string.h>

#define CODE_MAX 1024

/* Without white space and line breaks, wherever they were. */
static void squeeze(struct slice text, struct secret *ret_text)
{
	size_t i;

	for (i = 0; i < text.length; i++)
		if (memchr(" \t\r\n\f\v", text.bytes[i], 6) == NULL)
			secret_append(ret_text, &text.bytes[i], 1);
}

/* What begins as Fly's tokens do (fly-go, tokens/tokens.go). */
static bool is_token(const char *text)
{
	static const char *const starts[] = {"fo1_", "fm1r_", "fm1a_",
					     "fm2_", "FlyV1",  "Bearer"};
	size_t i;

	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (strncmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

static enum pasted read_address(const char *query, struct secret *ret_code,
				struct secret *ret_state)
{
	AUTO_CALLBACK_ANSWER struct callback_answer answer =
		CALLBACK_ANSWER_EMPTY;
	struct slice text = slice_of(query, strcspn(query, "#"));

	if (!callback_read_query(text, &answer) || answer.code.length == 0)
		return PASTED_WRONG;
	secret_append(ret_code, answer.code.data, answer.code.length);
	secret_append(ret_state, answer.state.data, answer.state.length);
	return PASTED_CODE;
}

static bool is_plain(struct slice text)
{
	size_t i;

	for (i = 0; i < text.length; i++)
		if (text.bytes[i] <= ' ' || text.bytes[i] >= 0x7f)
			return false;
	return text.length && text.length <= CODE_MAX;
}

enum pasted pasted_read(struct slice text, struct secret *ret_code,
			struct secret *ret_state)
{
	AUTO_SECRET struct secret line = SECRET_EMPTY;
	struct slice code, state;
	const char *query;

	squeeze(text, &line);
	if (line.length == 0)
		return PASTED_NOTHING;
	if (is_token(line.data))
		return PASTED_TOKEN;
	query = strstr(line.data, CALLBACK_PATH "?");
	if (query)
		return read_address(query + strlen(CALLBACK_PATH "?"), ret_code,
				    ret_state);
	code = slice_of(line.data, strcspn(line.data, "#"));
	if (!is_plain(code) || strstr(line.data, "://"))
		return PASTED_WRONG;
	state = slice_of_string(line.data + code.length);
	if (state.length) {
		state = slice_of(state.bytes + 1, state.length - 1);
		if (!is_plain(state))
			return PASTED_WRONG;
		secret_append(ret_state, state.bytes, state.length);
	}
	secret_append(ret_code, code.bytes, code.length);
	return PASTED_CODE;
}
