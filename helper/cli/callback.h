/* SPDX-License-Identifier: MIT */
/*
 * The address on 127.0.0.1 that a browser comes back to with the code of a
 * login. It takes one code, with the right state, and shows the browser
 * nothing of what it was sent.
 */
#ifndef FC_CALLBACK_H
#define FC_CALLBACK_H

#include "util/error.h"
#include "util/secret.h"

#include <stdint.h>

/* Connections at a time; of more the one that came first is dropped. */
#define CALLBACK_GUESTS 8

struct callback_guest {
	int fd; /* -1: none */
	int64_t until; /* by clock_steady; then it has been too slow */
	struct secret request;
};

struct callback {
	int poll; /* readable when there is something to do */
	int listener;
	int port;
	struct callback_guest guests[CALLBACK_GUESTS]; /* the oldest first */
	/* Whether the login is that of this state. */
	bool (*knows)(const void *data, struct slice state);
	const void *data;
	struct secret code; /* what it is all about */
	bool was_refused;   /* at Fly, by the person */
};

#define AUTO_CALLBACK CLEANUP(callback_close)
void callback_close(struct callback *callback);

/* On a port of the system's choice. To be closed also after a failure. */
bool callback_open(struct callback *ret_callback, struct error *err) MUST_CHECK;

/* Does what there is to do; true when the login was completed or refused. */
bool callback_serve(struct callback *callback) MUST_CHECK;

#endif
