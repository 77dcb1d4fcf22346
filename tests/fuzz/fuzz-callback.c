/* SPDX-License-Identifier: MIT */
/* Fuzz target: text as a browser's request and as what a person pastes. */
#include "config.h"

#include "fuzz/target.h"

#include "cli/callback-request.h"
#include "cli/pasted-code.h"

#include <string.h>

/* A code goes into a request to Fly as it is, so it is one plain word. */
static void check_word(const struct secret *word)
{
	size_t i;

	for (i = 0; i < word->length; i++)
		fuzz_require(word->data[i] > ' ' && word->data[i] < 0x7f);
}

/* The query of a request that is taken is one that can be pasted, too. */
static void check_request(struct slice text)
{
	AUTO_CALLBACK_ANSWER struct callback_answer answer =
		CALLBACK_ANSWER_EMPTY;
	int status = callback_read_request(text, &answer);

	fuzz_require(status == 200 || status == 400 || status == 404 ||
		     status == 405);
	if (status != 200)
		return;
	fuzz_require(answer.state.length > 0);
	check_word(&answer.state);
	check_word(&answer.code);
}

static void check_pasted(struct slice text)
{
	AUTO_SECRET struct secret code = SECRET_EMPTY, state = SECRET_EMPTY;
	enum pasted pasted = pasted_read(text, &code, &state);

	fuzz_require((pasted == PASTED_CODE) == (code.length > 0));
	fuzz_require(code.length > 0 || state.length == 0);
	check_word(&code);
	check_word(&state);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_request(slice_of(data, size));
	check_pasted(slice_of(data, size));
	return 0;
}
