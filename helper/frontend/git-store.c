/* SPDX-License-Identifier: MIT */
/* What git stored for hosts that are not Fly's. */
#include "config.h"

#include "frontend/git-store.h"

#include "resolve/foreign.h"
#include "util/origin.h"
#include "util/timestamp.h"

#include <sodium.h>
#include <string.h>

/* The lines of an entry: git's own words, and when to forget it. */
#define PATH	      "path"
#define USERNAME      "username"
#define PASSWORD      "password"
#define AUTHTYPE      "authtype"
#define CREDENTIAL    "credential"
#define EXPIRY	      "password_expiry_utc"
#define REFRESH_TOKEN "oauth_refresh_token"
#define FORGET_AT     "forget_at"

#define LINES_MAX 8

struct entry {
	struct attribute lines[LINES_MAX];
	struct attributes all; /* points to lines */
};

static void add(struct entry *entry, const char *key, const char *value)
{
	entry->all.items = entry->lines;
	if (value)
		entry->lines[entry->all.count++] =
			(struct attribute){key, value};
}

static bool is_equal(const char *a, const char *b)
{
	size_t length = a ? strlen(a) : 0;

	if (a == NULL || b == NULL)
		return a == b;
	return length == strlen(b) && sodium_memcmp(a, b, length) == 0;
}

/* Whether what is wanted, if it is, is what the entry has. */
static bool has(const struct attributes *entry,
		const struct attributes *wanted, const char *key)
{
	const char *value = attributes_get(wanted, key);

	return value == NULL || is_equal(attributes_get(entry, key), value);
}

static bool is_past(const struct attributes *entry, const char *key,
		    int64_t now)
{
	int64_t end;

	return attributes_get_number(entry, key, &end) && end > 0 && end <= now;
}

/* What a new entry takes the place of. */
static bool is_replaced(const struct attributes *entry,
			const struct attributes *wanted)
{
	return is_past(entry, FORGET_AT, clock_now()) ||
	       (is_equal(attributes_get(entry, PATH),
			 attributes_get(wanted, PATH)) &&
		is_equal(attributes_get(entry, USERNAME),
			 attributes_get(wanted, USERNAME)));
}

static bool is_meant(const struct attributes *entry,
		     const struct attributes *wanted)
{
	return has(entry, wanted, PATH) && has(entry, wanted, USERNAME) &&
	       has(entry, wanted, PASSWORD) && has(entry, wanted, CREDENTIAL);
}

/* Whether it answers the question; of a dead one only its refresh token does,
 * with which another helper gets git a new one. */
static bool is_usable(const struct attributes *entry,
		      const struct git_request *request, bool dead, int64_t now)
{
	struct attribute lines[] = {{PATH, request->path},
				    {USERNAME, request->username}};
	struct attributes wanted = {lines, 2};

	if (!has(entry, &wanted, PATH) || !has(entry, &wanted, USERNAME) ||
	    is_past(entry, FORGET_AT, now) ||
	    is_past(entry, EXPIRY, now) != dead)
		return false;
	if (dead)
		return attributes_get(entry, REFRESH_TOKEN);
	return request->takes_authtype || attributes_get(entry, PASSWORD);
}

static bool find(const struct record *record, const struct git_request *request,
		 bool dead, struct attributes *ret_entry)
{
	size_t position = 0;
	int64_t now = clock_now();

	while (foreign_next(record, &position, ret_entry))
		if (is_usable(ret_entry, request, dead, now))
			return true;
	return false;
}

static bool write_lines(const struct attributes *entry,
			const char *const *keys, struct secret *answer,
			struct error *err)
{
	for (; *keys; keys++)
		if (!attributes_add(answer, *keys, attributes_get(entry, *keys),
				    err))
			return false;
	return true;
}

static bool write_answer(const struct attributes *entry,
			 const struct git_request *request, bool dead,
			 struct secret *answer, struct error *err)
{
	static const char *const header[] = {AUTHTYPE, CREDENTIAL, NULL};
	static const char *const pair[] = {USERNAME, PASSWORD, EXPIRY,
					   REFRESH_TOKEN, NULL};
	static const char *const rest[] = {USERNAME, REFRESH_TOKEN, NULL};
	bool offer = !dead && request->takes_authtype &&
		     attributes_get(entry, CREDENTIAL);

	if (offer)
		secret_append_string(answer, "capability[]=authtype\n");
	return (!offer || write_lines(entry, header, answer, err)) &&
	       write_lines(entry, dead ? rest : pair, answer, err);
}

bool git_store_get(struct store *store, const struct git_request *request,
		   struct secret *ret_answer, struct error *err)
{
	AUTO_FREE char *host =
		service_normalise(request->protocol, request->host);
	AUTO_RECORD struct record record = RECORD_EMPTY;
	struct foreign_place place = {FOREIGN_GIT, host};
	struct attributes entry;
	bool dead = false;

	if (!foreign_read(store, &place, &record, err))
		return false;
	if (!find(&record, request, false, &entry)) {
		dead = true;
		if (!find(&record, request, true, &entry))
			return fail(err, ERR_NOT_FOUND, "none matches");
	}
	return write_answer(&entry, request, dead, ret_answer, err);
}

bool git_store_put(struct store *store, const struct git_request *request,
		   int64_t forget_at, struct error *err)
{
	AUTO_FREE char *host =
		service_normalise(request->protocol, request->host);
	AUTO_SECRET struct secret end = SECRET_EMPTY;
	struct foreign_place place = {FOREIGN_GIT, host};
	struct entry entry = {.all = ATTRIBUTES_EMPTY};

	if (forget_at)
		secret_append_number(&end, forget_at);
	add(&entry, PATH, request->path);
	add(&entry, USERNAME, request->username);
	add(&entry, PASSWORD, request->password);
	add(&entry, AUTHTYPE, request->authtype);
	add(&entry, CREDENTIAL, request->credential);
	add(&entry, EXPIRY, request->password_expiry_utc);
	add(&entry, REFRESH_TOKEN, request->oauth_refresh_token);
	add(&entry, FORGET_AT, end.data);
	return foreign_put(store, &place, &entry.all, is_replaced, err);
}

bool git_store_erase(struct store *store, const struct git_request *request,
		     struct error *err)
{
	AUTO_FREE char *host =
		service_normalise(request->protocol, request->host);
	struct foreign_place place = {FOREIGN_GIT, host};
	struct entry pattern = {.all = ATTRIBUTES_EMPTY};

	add(&pattern, PATH, request->path);
	add(&pattern, USERNAME, request->username);
	add(&pattern, PASSWORD, request->password);
	add(&pattern, CREDENTIAL, request->credential);
	return foreign_drop(store, &place, &pattern.all, is_meant, err);
}
