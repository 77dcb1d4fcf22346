/* SPDX-License-Identifier: MIT */
/*
 * fill-store COUNT: puts that many sealed records into the open store, named
 * and sized like issued tokens, without waiting for the disk.
 */
#include "config.h"

#include "store/generation.h"
#include "store/key.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

static bool fill_one(struct store *store, int records, long number,
		     struct error *err)
{
	AUTO_SECRET struct secret content = SECRET_EMPTY;
	AUTO_SECRET struct secret bytes = SECRET_EMPTY;
	char name[RECORD_NAME_SIZE], scope[40], text[801];
	struct record_id id = {"token", "filler", scope, "deploy"};
	AUTO_CLOSE int fd = -1;

	snprintf(scope, sizeof(scope), "app:%ld", 90000000 + number);
	snprintf(text, sizeof(text), "%0800ld", number);
	if (!attributes_add(&content, "permissions", text, err) ||
	    !record_seal(store->key, &store->header, &id, &content, &bytes,
			 err))
		return false;
	record_name(store->key, &store->header, &id, name);
	fd = openat(records, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		    0600);
	if (fd < 0)
		return fail_errno(err, "can't make %s", name);
	return secret_write(&bytes, fd, name, err);
}

static bool fill(long count, struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;
	AUTO_CLOSE int records = -1;
	long i;

	if (!store_open(&store, err) || !key_load(&store, err))
		return false;
	records = store_directory(&store, GENERATION_RECORDS, err);
	if (records < 0)
		return false;
	for (i = 0; i < count; i++)
		if (!fill_one(&store, records, i, err))
			return false;
	return true;
}

int main(int argc, char **argv)
{
	struct error err;

	if (argc != 2 || !fill(strtol(argv[1], NULL, 10), &err)) {
		fprintf(stderr, "fill-store: %s\n",
			argc == 2 ? err.message : "how many records?");
		return 1;
	}
	return 0;
}
