/* SPDX-License-Identifier: MIT */
/* Settings found by name, and the one that was probably meant. */
#include "config.h"

#include "resolve/setting.h"

#include <string.h>

#define LENGTH_MAX SETTING_NAME_SIZE

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters to insert, remove or exchange to make one the other. */
static size_t edit_distance(const char *a, const char *b, size_t b_length)
{
	size_t row[LENGTH_MAX + 1], i, j;

	if (b_length > LENGTH_MAX || strlen(a) > LENGTH_MAX)
		return LENGTH_MAX;
	for (j = 0; j <= b_length; j++)
		row[j] = j;
	for (i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (j = 1; j <= b_length; j++) {
			size_t other = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = smaller(other,
					 1 + smaller(row[j], row[j - 1]));
		}
	}
	return row[b_length];
}

/* Keeps the first length bytes of known when they are nearer than best. */
static void consider(const char *name, const char *known, size_t length,
		     size_t *best, char *ret_known)
{
	size_t distance = edit_distance(name, known, length);

	if (distance >= *best || length >= SETTING_NAME_SIZE)
		return;
	*best = distance;
	memcpy(ret_known, known, length);
	ret_known[length] = '\0';
}

bool setting_is_of_tool(const struct setting *setting)
{
	static const char *const groups[] = {"agent.", "docker.", "env.",
					     "exec.",  "git.",	  "issue.",
					     "kube.",  "terraform."};
	size_t i = 0;

	while (i < sizeof(groups) / sizeof(groups[0]) &&
	       strncmp(setting->name, groups[i], strlen(groups[i])) != 0)
		i++;
	return i < sizeof(groups) / sizeof(groups[0]) &&
	       (setting->type == SETTING_BOOL ||
		setting->type == SETTING_CHOICE ||
		setting->type == SETTING_DURATION);
}

void setting_nearest(const char *name, bool for_directory,
		     char ret_known[SETTING_NAME_SIZE])
{
	size_t best = strlen(name) < 9 ? 3 : strlen(name) / 3 + 1, i;

	ret_known[0] = '\0';
	if (for_directory) {
		consider(name, "app", 3, &best, ret_known);
		consider(name, "org", 3, &best, ret_known);
	}
	for (i = 0; i < setting_count; i++) {
		const char *known = setting_table[i].name;

		if (for_directory && !setting_is_of_tool(&setting_table[i]))
			continue;
		consider(name, known, strlen(known), &best, ret_known);
		/* What stands before the dot is a name, too. */
		consider(name, known, strcspn(known, "."), &best, ret_known);
	}
}

/* Before each token that docker gets: the first letter settles most. */
const struct setting *setting_find(const char *name)
{
	size_t i;

	for (i = 0; i < setting_count; i++)
		if (*setting_table[i].name == *name &&
		    strcmp(setting_table[i].name, name) == 0)
			return &setting_table[i];
	return NULL;
}

const struct setting *setting_find_group(const char *group)
{
	size_t length = strlen(group), i;

	for (i = 0; i < setting_count; i++)
		if (*setting_table[i].name == *group &&
		    strncmp(setting_table[i].name, group, length) == 0 &&
		    setting_table[i].name[length] == '.')
			return &setting_table[i];
	return NULL;
}

const struct setting *setting_find_key(const struct setting *first,
				       const char *key)
{
	size_t length = strcspn(first->name, ".") + 1;
	const struct setting *setting;

	for (setting = first; setting < setting_table + setting_count &&
			      strncmp(setting->name, first->name, length) == 0;
	     setting++)
		if (strcmp(setting->name + length, key) == 0)
			return setting;
	return NULL;
}
