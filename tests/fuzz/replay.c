/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target over its committed corpus, one TAP line each, where it is
 * not linked with libFuzzer. The corpus of fuzz-NAME is corpus/NAME.
 */
#include "config.h"

#include "fuzz/target.h"

#include "unit/tap.h"
#include "util/alloc.h"
#include "util/cleanup.h"

#include <dirent.h>
#include <string.h>

static bool replay(const char *directory, const char *name)
{
	AUTO_FREE char *path = alloc_formatted("%s/%s", directory, name);
	FILE *file = fopen(path, "rb");
	uint8_t *input = NULL;
	size_t size = 0;
	int byte;

	if (file == NULL)
		return false;
	while ((byte = getc(file)) != EOF) {
		input = alloc_resized(input, size + 1, 1);
		input[size++] = (uint8_t)byte;
	}
	fclose(file);
	LLVMFuzzerTestOneInput(input, size);
	free(input);
	return true;
}

int main(int argc, char **argv)
{
	const char *program = strstr(argv[0], "fuzz-");
	const char *source = getenv("FLY_CRED_SRCDIR");
	AUTO_FREE char *directory = NULL;
	struct dirent **entries;
	int count, i;

	(void)argc;
	if (program == NULL || source == NULL)
		return 1;
	directory = alloc_formatted("%s/tests/fuzz/corpus/%s", source,
				    program + strlen("fuzz-"));
	count = scandir(directory, &entries, NULL, alphasort);
	for (i = 0; i < count; i++) {
		if (entries[i]->d_name[0] != '.')
			ok(replay(directory, entries[i]->d_name), "%s",
			   entries[i]->d_name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	ok(tap_count > 0, "there is a corpus");
	return tap_done();
}
