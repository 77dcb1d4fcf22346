/* SPDX-License-Identifier: MIT */
/* Names from the store that may follow an option, for completion. */
#include "config.h"

#include "cli/complete-data.h"

#include "resolve/session.h"
#include "store/records.h"
#include "util/alloc.h"

#include <string.h>

struct search {
	enum complete_data what;
	void (*offer)(const char *word, void *data);
	void *data;
};

static bool is_kind(const struct record *record, const char *kind)
{
	const char *found = attributes_get(&record->fields, "kind");

	return found && strcmp(found, kind) == 0;
}

/* scope is "app:NAME" or "org:SLUG". */
static void offer_scope(const struct search *search, const char *scope)
{
	bool app = strncmp(scope, "app:", 4) == 0;

	if (search->what == COMPLETE_SCOPES)
		search->offer(scope, search->data);
	else if (search->what == (app ? COMPLETE_APPS : COMPLETE_ORGS))
		search->offer(scope + 4, search->data);
}

static void offer_org(const struct search *search, const char *slug)
{
	AUTO_FREE char *scope = alloc_formatted("org:%s", slug);

	offer_scope(search, scope);
}

/* Every value of that key. */
static void offer_each(const struct search *search, const struct record *record,
		       const char *key)
{
	size_t i;

	for (i = 0; i < record->fields.count; i++) {
		const struct attribute *at = &record->fields.items[i];

		if (strcmp(at->key, key) != 0)
			continue;
		if (search->what == COMPLETE_ACCOUNTS)
			search->offer(at->value, search->data);
		else
			offer_org(search, at->value);
	}
}

static bool visit(const struct record *record, void *data, struct error *err)
{
	const struct search *search = data;
	const char *names = attributes_get(&record->fields, "names");

	(void)err;
	if (search->what == COMPLETE_ACCOUNTS) {
		if (is_kind(record, "accounts"))
			offer_each(search, record, "name");
	} else if (is_kind(record, "organizations")) {
		offer_each(search, record, "slug");
	} else if (is_kind(record, "token") && names) {
		offer_scope(search, names);
	}
	return true;
}

/* Either may be NULL. */
static void offer_named(const struct search *search, const char *app,
			const char *org)
{
	AUTO_FREE char *scope = app ? alloc_formatted("app:%s", app) : NULL;

	if (scope)
		offer_scope(search, scope);
	if (org)
		offer_org(search, org);
}

static void offer_rules(const struct search *search,
			const struct scope_rules *rules)
{
	size_t i;

	for (i = 0; i < rules->count; i++)
		offer_named(search, rules->items[i].app, rules->items[i].org);
}

static void offer_settings(const struct search *search,
			   const struct settings *settings)
{
	offer_named(search, settings->default_app, settings->default_org);
	offer_rules(search, &settings->directories);
	offer_rules(search, &settings->git_hosts);
}

void complete_data(enum complete_data what,
		   void (*offer)(const char *word, void *data), void *data)
{
	struct search search = {what, offer, data};
	AUTO_SESSION struct session session = SESSION_CLOSED;
	struct error ignored;
	bool open = session_open(&session, &ignored);

	if (what != COMPLETE_ACCOUNTS)
		offer_settings(&search, &session.settings);
	/* A damaged record ends it: there are fewer words, no more. */
	open = open && store_each(&session.store, visit, &search, &ignored);
}
