/* SPDX-License-Identifier: MIT */
/*
 * A store with one login, a Fly that is a shell script, and renewals of the
 * token for its app shop.
 */
#ifndef FC_RENEWAL_STAGE_H
#define FC_RENEWAL_STAGE_H

#include "resolve/renew.h"
#include "resolve/revocation.h"
#include "store/create.h"
#include "store/key-change.h"
#include "store/key.h"
#include "unit/fake-api.h"
#include "unit/mint.h"
#include "unit/sandbox.h"
#include "unit/tap.h"
#include "util/process.h"
#include "util/timestamp.h"

#define ORIGIN "https://api.example.com"
#define PLACE                                                           \
	"status=ok\\napp_id=A\\napp_number=11\\napp_name=shop\\n"       \
	"organization_id=O\\norganization_number=22\\n"                 \
	"organization_slug=acme\\n"

static struct session session = SESSION_CLOSED;
static struct error err;
static struct scope shop = SCOPE_EMPTY;
static const struct account account = {.id = "5@" ORIGIN,
				       .name = "ann",
				       .email = "ann@example.com",
				       .origin = ORIGIN,
				       .ca_file = "",
				       .proxy = "",
				       .registry = "registry.fly.io"};
static const struct issued_key key = {&account, &shop, ISSUED_APP, NULL};

/* Requests are gathered; creates and lists are answered like that. */
static inline void fake_fly(const char *create, const char *list)
{
	AUTO_FREE char *body = alloc_formatted(
		"request=$(cat)\nprintf '%%s\\n' \"$request\" >> "
		"\"${0%%/*}/request\"\n"
		"echo version=1\ncase $request in\n"
		"*operation=list*) printf '%%b' '%s' ;;\n"
		"*) printf '%%b' '%s' ;;\nesac",
		list, create);
	AUTO_FREE char *requests = alloc_formatted("%s/request",
						   fake_directory);

	unlink(requests);
	fake(body);
}

static inline void fake_create(const char *answer)
{
	fake_fly(answer, "status=ok\\n");
}

/* A token for shop of that id. */
static inline void fake_token(const char *id)
{
	AUTO_SECRET struct secret token = SECRET_EMPTY;
	AUTO_FREE char *answer = NULL;

	mint_permission(2, ORGANIZATION("16") APP("0b"), &token);
	answer = alloc_formatted(PLACE
				 "token_id=%s\\nexpires_at=%lld\\ntoken=%s\\n",
				 id, (long long)clock_now() + DAY,
				 secret_text(&token));
	fake_create(answer);
}

/* Renews what is stored; asked_for as by 'fly-cred renew'. */
static inline bool renew(bool asked_for)
{
	AUTO_ISSUED struct issued seen = ISSUED_EMPTY, issued = ISSUED_EMPTY;
	struct renewal renewal = {.key = &key,
				  .seen = &seen,
				  .life = DAY,
				  .is_asked_for = asked_for};

	if (!issued_find(&session.store, &key, &seen, &err) &&
	    err.code != ERR_NOT_FOUND)
		return false;
	return token_renew(&session, &renewal, &issued, &err);
}

static inline bool stored(const char *id)
{
	AUTO_ISSUED struct issued issued = ISSUED_EMPTY;
	struct error ignored;

	return issued_find(&session.store, &key, &issued, &ignored) &&
	       strcmp(issued.id, id) == 0;
}

/* What is to be revoked, as "id name", or how much else there is. */
static inline bool left(size_t count, const char *id, const char *name)
{
	AUTO_REVOCATIONS struct revocations all = REVOCATIONS_EMPTY;
	struct error ignored;
	size_t i;

	if (!revocations_load(&session.store, &all, &ignored) ||
	    all.count != count)
		return false;
	for (i = 0; i < count; i++)
		if (strcmp(all.items[i].id, id) == 0 &&
		    (name == NULL || strcmp(all.items[i].name, name) == 0))
			return true;
	return count == 0;
}

static inline void forget_left(void)
{
	struct error ignored;

	if (!revocations_forget(&session.store, account.id, &ignored))
		abort();
}

/* The nth name that a token was asked for by, from 1; freed by the caller. */
static inline char *asked_name(int n)
{
	AUTO_FREE char *path = alloc_formatted("%s/request", fake_directory);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	AUTO_SECRET struct secret requests = SECRET_EMPTY;
	struct error ignored;
	const char *at;

	if (fd < 0 || !secret_read(&requests, fd, 65536, path, &ignored))
		return alloc_string("");
	for (at = secret_text(&requests); at; at++) {
		at = strstr(at, "\nname=");
		if (at == NULL)
			break;
		if (--n == 0)
			return alloc_formatted("%.*s",
					       (int)strcspn(at + 6, "\n"),
					       at + 6);
	}
	return alloc_string("");
}

/* Last in main comes stage_end. */
static inline bool stage_begin(void)
{
	CLEANUP(key_secret_clear) struct key_secret secret = {0};
	AUTO_SECRET struct secret login = SECRET_EMPTY;

	process_harden(); /* as all callers: programs that don't listen */
	sandbox_make();
	fake_begin();
	session.settings = (struct settings){
		.api_url = (char *)ORIGIN,
		.registry_host = (char *)"registry.fly.io",
		.exec_path = fake_directory,
	};
	secret_append_string(&login, "fo1_ann");
	return key_file_prepare(in_sandbox("key"), &secret, &err) &&
	       store_create(&secret, &session.store, &err) &&
	       account_set_login(&session.store, &account, &login, &err) &&
	       accounts_add(&session.store, &account, &err) &&
	       scope_set(&shop, SCOPE_APP, "shop", &err);
}

static inline int stage_end(void)
{
	scope_clear(&shop);
	store_close(&session.store);
	fake_end();
	return tap_done();
}

#endif
