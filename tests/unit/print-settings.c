/* SPDX-License-Identifier: MIT */
/*
 * Prints the table of settings as fly-cred-config(5) has it, for man.bats: one
 * line of mdoc for each setting.
 */
#include "config.h"

#include "resolve/setting.h"

#include <stdio.h>
#include <string.h>

static const char *const values[] = {
	[SETTING_TEXT] = "Ar text",
	[SETTING_PATH] = "Ar path",
	[SETTING_ORIGIN] = "Ar address",
	[SETTING_HOST] = "Ar host",
	[SETTING_APP] = "Ar app",
	[SETTING_ORG] = "Ar slug",
	[SETTING_BOOL] = "Cm true | false",
	[SETTING_DURATION] = "Ar duration",
	[SETTING_CHOICE] = "Cm",
	[SETTING_LOCATIONS] = "Ar addresses",
	[SETTING_DIRECTORIES] = "Ar rules",
	[SETTING_HOSTS] = "Ar rules",
};

static void print_words(const char *words)
{
	for (; *words; words++)
		fputs(*words == ' ' ? " | " : (char[]){*words, '\0'}, stdout);
}

static void print_setting(const struct setting *setting)
{
	bool is_choice = setting->type == SETTING_CHOICE;

	printf(".It Ic %s : %s", setting->name, values[setting->type]);
	if (is_choice) {
		putchar(' ');
		print_words(setting->range);
	}
	if (setting->standard)
		printf(" Pq default Cm %s", setting->standard);
	if (setting->range && !is_choice)
		printf(" , at most Cm %s", setting->range);
	putchar('\n');
}

int main(void)
{
	size_t i;

	for (i = 0; i < setting_count; i++)
		print_setting(&setting_table[i]);
	return 0;
}
