/* SPDX-License-Identifier: MIT */
/*
 * "write N" puts N records into the store, "read N" says how many of them are
 * there with what was written. The store must open without being asked.
 */
#include "config.h"

#include "store/key.h"
#include "store/records.h"

#include <stdio.h>
#include <string.h>

static bool write_record(struct store *store, const struct record_id *id,
			 struct error *err)
{
	AUTO_SECRET struct secret content = SECRET_EMPTY;

	return attributes_add(&content, "value", id->scope, err) &&
	       store_write(store, id, &content, err);
}

static bool is_there(struct store *store, const struct record_id *id)
{
	AUTO_RECORD struct record record = RECORD_EMPTY;
	struct error ignored;
	const char *value = NULL;

	if (store_read(store, id, &record, &ignored))
		value = attributes_get(&record.fields, "value");
	return value && strcmp(value, id->scope) == 0;
}

static bool run(bool writes, int count, struct error *err)
{
	AUTO_STORE struct store store = STORE_CLOSED;
	int i, found = 0;

	if (!store_open(&store, err) || !key_load(&store, err))
		return false;
	for (i = 0; i < count; i++) {
		char scope[20];
		struct record_id id = {"test", "42", scope, ""};

		snprintf(scope, sizeof(scope), "app:%d", i);
		if (writes && !write_record(&store, &id, err))
			return false;
		found += is_there(&store, &id);
	}
	printf("%d\n", found);
	return true;
}

int main(int argc, char **argv)
{
	struct error err;

	if (argc != 3)
		return ERR_USAGE;
	if (run(strcmp(argv[1], "write") == 0, atoi(argv[2]), &err))
		return 0;
	fprintf(stderr, "store-records: %s\n", err.message);
	return (int)err.code;
}
