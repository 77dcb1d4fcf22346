/* SPDX-License-Identifier: MIT */
/* What a credential is for: one app or one organization, by name. */
#include "config.h"

#include "token/scope.h"

#include "util/alloc.h"
#include "util/terminal.h"

#include <string.h>

static const struct {
	const char *prefix;
	const char *noun;
} kinds[] = {
	[SCOPE_APP] = {"app:", "app"},
	[SCOPE_ORGANIZATION] = {"org:", "organization"},
};

void scope_clear(struct scope *scope)
{
	free(scope->name);
	*scope = (struct scope)SCOPE_EMPTY;
}

/* By hand: isalnum would follow the locale. */
static bool is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

static bool is_name(const char *name)
{
	size_t i;

	if (!is_alphanumeric(name[0]))
		return false;
	for (i = 1; name[i]; i++)
		if (i >= SCOPE_NAME_MAX || (!is_alphanumeric(name[i]) &&
					    name[i] != '-' && name[i] != '_'))
			return false;
	return true;
}

bool scope_set(struct scope *ret_scope, enum scope_kind kind, const char *name,
	       struct error *err)
{
	char shown[80], *copy;

	if (!is_name(name)) {
		text_printable(name, shown, sizeof(shown));
		return fail(err, ERR_USAGE,
			    "'%s' is no name of an %s: letters, digits, '-' "
			    "and '_', at most %d",
			    shown, kinds[kind].noun, SCOPE_NAME_MAX);
	}
	copy = alloc_string(name);
	scope_clear(ret_scope);
	ret_scope->kind = kind;
	ret_scope->name = copy;
	return true;
}

bool scope_parse(const char *text, struct scope *ret_scope, struct error *err)
{
	char shown[80];
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t length = strlen(kinds[i].prefix);

		if (strncmp(text, kinds[i].prefix, length) == 0)
			return scope_set(ret_scope, (enum scope_kind)i,
					 text + length, err);
	}
	text_printable(text, shown, sizeof(shown));
	return fail(err, ERR_USAGE,
		    "'%s' is no scope: write app:NAME or org:NAME", shown);
}

char *scope_format(const struct scope *scope)
{
	return alloc_joined(kinds[scope->kind].prefix, scope->name, NULL);
}

bool scope_equal(const struct scope *a, const struct scope *b)
{
	return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}
