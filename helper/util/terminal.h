/* SPDX-License-Identifier: MIT */
/* The person at the terminal: asked for secrets, shown only plain text. */
#ifndef FC_TERMINAL_H
#define FC_TERMINAL_H

#include "util/error.h"
#include "util/secret.h"

/*
 * Asks on the controlling terminal, without echo and without a limit on the
 * length, and appends what was typed or pasted up to Enter, without it. Lines
 * of one paste are kept as they came, line breaks included. ERR_FAILED when
 * there is no terminal or it was hung up or interrupted; the terminal is as
 * before in any case.
 */
bool terminal_ask_secret(const char *prompt, struct secret *ret_answer,
			 struct error *err) MUST_CHECK;

/* What else may come while a question waits for its answer. */
struct terminal_meanwhile {
	int fd;			  /* readable when there is reason to look */
	bool (*look)(void *data); /* true: no answer is needed any more; called
				     then, and once a second or so */
	void *data;
};

/* The same; it also ends, without an answer, when look says so. */
bool terminal_ask_secret_meanwhile(const char *prompt,
				   const struct terminal_meanwhile *meanwhile,
				   struct secret *ret_answer, struct error *err)
	MUST_CHECK;

/*
 * Asks there for a yes or no and waits for the line; all but "y" and "yes" is
 * no. ERR_FAILED when there is no terminal or it was hung up.
 */
bool terminal_ask_consent(const char *question, bool *ret_yes,
			  struct error *err) MUST_CHECK;

/* Whether there is a person to ask. */
bool terminal_is_there(void);

/*
 * Text from outside (names, errors of the API) made fit for a terminal and for
 * one line: control characters and bytes that are not UTF-8 become '?'; what
 * does not fit ends in "...". size is that of ret_text, at least 8.
 */
void text_printable(const char *text, char *ret_text, size_t size);

#endif
