/* SPDX-License-Identifier: MIT */
/*
 * The only program of fly-cred that talks to the network: reads one request
 * from standard input, writes one reply to standard output (api/protocol.h),
 * ends. It is for fly-cred to run and never sees the store or its key.
 */
#include "config.h"

#include "api/operation.h"
#include "util/process.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
	"usage: fly-cred-api < REQUEST\n"
	"fly-cred runs this program to talk to Fly's API; see fly-cred(1).\n";

/* Whatever libraries print must not end up in the reply. */
static int take_reply_channel(void)
{
	AUTO_CLOSE int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int channel = fcntl(1, F_DUPFD_CLOEXEC, 3);

	if (nothing < 0 || channel < 0 || dup2(nothing, 1) < 0)
		return -1;
	return channel;
}

static bool read_request(struct secret *text, struct attributes *request,
			 struct error *err)
{
	return secret_read(text, 0, PROTOCOL_REQUEST_MAX, "the request", err) &&
	       attributes_parse(text, request, err);
}

static void answer(int channel, struct secret *reply)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY, fields = SECRET_EMPTY;
	AUTO_ATTRIBUTES struct attributes request = ATTRIBUTES_EMPTY;
	struct protocol_facts facts = {0};
	struct error err;
	bool done;

	protocol_add_version(reply);
	done = read_request(&text, &request, &err) &&
	       operation_run(&request, channel, &fields, &facts, &err);
	secret_append_string(reply, done ? FIELD_STATUS "=" STATUS_OK "\n"
					 : FIELD_STATUS "=" STATUS_ERROR "\n");
	if (done)
		secret_append(reply, fields.data, fields.length);
	else
		protocol_add_error(reply, &err);
	protocol_add_facts(reply, &facts);
}

int main(int argc, char **argv)
{
	AUTO_SECRET struct secret reply = SECRET_EMPTY;
	AUTO_CLOSE int channel = -1;
	struct error err;

	process_harden();
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return 0;
	}
	if (argc > 1 || isatty(0)) {
		fputs(usage, stderr);
		return 1;
	}
	/* Proxies, CA files, key logs: only what the request says counts. */
	clearenv();
	channel = take_reply_channel();
	if (channel < 0)
		return 1;
	answer(channel, &reply);
	return secret_write(&reply, channel, "the reply", &err) ? 0 : 1;
}
