/* SPDX-License-Identifier: MIT */
/* A shell script in the place of fly-cred-api. */
#ifndef FC_FAKE_API_H
#define FC_FAKE_API_H

#include "api/call.h"
#include "util/alloc.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static char fake_directory[] = "/tmp/fly-cred-test-XXXXXX";

static inline struct api_endpoint endpoint(int64_t timeout)
{
	return (struct api_endpoint){
		.url = "https://api.example.com",
		.program = fake_directory,
		.timeout = timeout,
	};
}

/* Puts a shell script in place of the program. */
static inline void fake(const char *body)
{
	AUTO_FREE char *path = alloc_formatted("%s/fly-cred-api",
					       fake_directory);
	AUTO_CLOSE int fd = -1;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	if (fd < 0 || dprintf(fd, "#!/bin/sh\n%s\n", body) < 0)
		abort();
}

/* The same that answers with these lines. */
static inline void fake_reply(const char *lines)
{
	AUTO_FREE char *body = alloc_formatted(
		"cat > \"${0%%/*}/request\"; env > \"${0%%/*}/environment\"\n"
		"cat <<'END'\n%sEND",
		lines);

	fake(body);
}

/* Whether what the script was given ("request", "environment") has that. */
static inline bool file_has(const char *name, const char *text)
{
	AUTO_FREE char *path = alloc_formatted("%s/%s", fake_directory, name);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	AUTO_SECRET struct secret content = SECRET_EMPTY;
	struct error err;

	return fd >= 0 && secret_read(&content, fd, 65536, name, &err) &&
	       strstr(secret_text(&content), text) != NULL;
}

static inline void fake_begin(void)
{
	if (mkdtemp(fake_directory) == NULL)
		abort();
}

static inline void fake_end(void)
{
	static const char *const names[] = {"fly-cred-api", "request",
					    "environment"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		AUTO_FREE char *path = alloc_formatted("%s/%s", fake_directory,
						       names[i]);

		unlink(path);
	}
	rmdir(fake_directory);
}

#endif
