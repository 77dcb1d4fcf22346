/* SPDX-License-Identifier: MIT */
/* The organizations that an account's person is in, as Fly last told. */
#include "config.h"

#include "resolve/organizations.h"

#include "resolve/endpoint.h"
#include "store/records.h"
#include "util/timestamp.h"

#include <string.h>

static struct record_id id_of(const struct account *account)
{
	return (struct record_id){"organizations", account->id, "", ""};
}

bool organizations_keep(struct store *store, const struct account *account,
			const struct api_login *answer, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct record_id id = id_of(account);
	size_t i;

	for (i = 0; i < answer->count; i++) {
		const struct api_organization *at = &answer->organizations[i];

		attributes_add_number(&text, "number", at->number);
		if (!attributes_add(&text, "slug", at->slug, err) ||
		    !attributes_add(&text, "name", at->name, err))
			return false;
	}
	return store_write(store, &id, &text, err);
}

static bool is_named(const struct attribute *line,
		     const struct organization_name *name)
{
	int64_t number;

	if (name->number)
		return strcmp(line->key, "number") == 0 &&
		       number_parse(line->value, &number) && number > 0 &&
		       (uint64_t)number == name->number;
	return strcmp(line->key, "slug") == 0 &&
	       strcmp(line->value, name->slug) == 0;
}

bool organizations_have(struct store *store, const struct account *account,
			const struct organization_name *name, bool *ret_have,
			struct error *err)
{
	AUTO_RECORD struct record record = RECORD_EMPTY;
	struct record_id id = id_of(account);
	bool have = false;
	size_t i;

	if (!store_read(store, &id, &record, err)) {
		*ret_have = false;
		return err->code == ERR_NOT_FOUND || err->code == ERR_CORRUPT;
	}
	for (i = 0; i < record.fields.count && !have; i++)
		have = is_named(&record.fields.items[i], name);
	*ret_have = have;
	return true;
}

bool organizations_refresh(struct session *session,
			   const struct account *account,
			   struct protocol_facts *ret_facts, struct error *err)
{
	struct api_endpoint endpoint = account_endpoint(session, account);
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	AUTO_API_LOGIN struct api_login answer = {0};
	bool told;

	if (!account_login(&session->store, account, &login, err))
		return false;
	told = api_login(&endpoint, &login, &answer, err);
	*ret_facts = answer.reply.facts;
	return told &&
	       organizations_keep(&session->store, account, &answer, err);
}
