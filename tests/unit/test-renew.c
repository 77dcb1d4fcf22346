/* SPDX-License-Identifier: MIT */
/* What a renewal asks of Fly, and what it leaves behind. */
#include "config.h"

#include "resolve/endpoint.h"
#include "resolve/renew.h"
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
static const struct issued_key key = {&account, &shop, ISSUED_APP};

/* Requests are gathered; a create is answered like that. */
static void fake_create(const char *answer)
{
	AUTO_FREE char *body = alloc_formatted(
		"cat >> \"${0%%/*}/request\"\necho version=1\n"
		"printf '%%b' '%s'",
		answer);
	AUTO_FREE char *requests = alloc_formatted("%s/request",
						   fake_directory);

	unlink(requests);
	fake(body);
}

/* A token for shop of that id. */
static void fake_token(const char *id)
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
static bool renew(bool asked_for)
{
	AUTO_ISSUED struct issued seen = ISSUED_EMPTY, issued = ISSUED_EMPTY;
	const struct renewal renewal = {&key, &seen, DAY, asked_for};

	if (!issued_find(&session.store, &key, &seen, &err) &&
	    err.code != ERR_NOT_FOUND)
		return false;
	return token_renew(&session, &renewal, &issued, &err);
}

static bool stored(const char *id)
{
	AUTO_ISSUED struct issued issued = ISSUED_EMPTY;
	struct error ignored;

	return issued_find(&session.store, &key, &issued, &ignored) &&
	       strcmp(issued.id, id) == 0;
}

/* The number of seconds that the last request gave fly-cred-api. */
static int given(void)
{
	int seconds;

	for (seconds = 0; seconds <= 60; seconds++) {
		AUTO_FREE char *line = alloc_formatted("timeout=%d\n", seconds);

		if (file_has("request", line))
			return seconds;
	}
	return -1;
}

static void test_time(void)
{
	fake_token("T1");
	ok(renew(false) && stored("T1"), "a token is made: %s", err.message);
	ok(given() == 30, "in half a minute");
	session_limit(&session);
	ok(session_left(&session) <= 60 && session_left(&session) > 30,
	   "a command has a minute");
	session.deadline = clock_steady() + 12000;
	fake_token("T2");
	ok(renew(false) && stored("T2"), "another one: %s", err.message);
	ok(given() >= 1 && given() <= 10, "what has little time left gets %d",
	   given());
	session.deadline = clock_steady() - 1;
	ok(account_endpoint(&session, &account).timeout == 1,
	   "and never for ever");
	session.deadline = 0;
}

static bool begin(void)
{
	CLEANUP(key_secret_clear) struct key_secret secret = {0};
	AUTO_SECRET struct secret login = SECRET_EMPTY;

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

int main(void)
{
	process_harden(); /* as all callers: programs that don't listen */
	sandbox_make();
	fake_begin();
	ok(begin(), "a store and a login");
	test_time();
	scope_clear(&shop);
	store_close(&session.store);
	fake_end();
	return tap_done();
}
