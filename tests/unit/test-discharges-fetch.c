/* SPDX-License-Identifier: MIT */
/* Discharges fetched for a token: all it needs, or the token as it was. */
#include "config.h"

#include "resolve/discharge.h"
#include "unit/renewal-stage.h"

/* As THIRD_PARTY, of https://auth.fly.io and of the API's own host. */
#define AUTH(ticket)                                         \
	"0b93b368747470733a2f2f617574682e666c792e696fc40101" \
	"c401" ticket
#define OWN(ticket)                                                          \
	"0b93b968747470733a2f2f6170692e6578616d706c652e636f6d2f33c40101c401" \
	ticket

static char *added[] = {(char *)ORIGIN "/3"};
static struct errand sent;
static char page[80];

static void send(const struct errand *errand)
{
	sent = *errand;
	snprintf(page, sizeof(page), "%s", errand->page);
}

static const struct person somebody = {send};

/* What the third party says to tickets 0a and 0b, and to who polls. */
static void fake_party(const char *first, const char *second, const char *poll)
{
	AUTO_FREE char *body = alloc_formatted(
		"request=$(cat)\nprintf '%%s\\n' \"$request\" >> "
		"\"${0%%/*}/request\"\n"
		"echo version=1\necho status=ok\ncase $request in\n"
		"*operation=discharge-poll*) printf '%%b' '%s' ;;\n"
		"*ticket=Cg==*) printf '%%b' '%s' ;;\n"
		"*ticket=Cw==*) printf '%%b' '%s' ;;\nesac",
		poll, first, second);
	AUTO_FREE char *requests = alloc_formatted("%s/request",
						   fake_directory);

	unlink(requests);
	fake(body);
}

/* "discharge=...\n" for that ticket, good for ever; the caller frees. */
static char *answer(const char *ticket)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	mint_discharge(ticket, 0, "", &text);
	return alloc_formatted("discharge=%s\\n", secret_text(&text));
}

/* Of a token with those caveats; whole says what it should come to. */
static bool fetch(unsigned int caveats, const char *bodies,
		  const struct person *person, struct secret *ret_text,
		  bool *ret_needs_person)
{
	const struct discharging job = {.account = &account,
					.scope = &shop,
					.organization = "acme",
					.now = 20,
					.until = 20,
					.person = person};

	secret_clear(ret_text);
	mint_permission(caveats, bodies, ret_text);
	return discharges_fetch(&session, &job, ret_text, ret_needs_person,
				&err);
}

static bool is_bare(const struct secret *text)
{
	return text->length && strchr(text->data, ',') == NULL;
}

static void test_all(void)
{
	AUTO_FREE char *first = answer("0a"), *second = answer("0b");
	AUTO_SECRET struct secret text = SECRET_EMPTY, wanted = SECRET_EMPTY;
	bool person;

	mint_permission(2, AUTH("0a") OWN("0b"), &wanted);
	mint_discharge("0a", 0, "", &wanted);
	mint_discharge("0b", 0, "", &wanted);
	session.settings.discharge_locations = (struct text_list){added, 1};
	fake_party(first, second, "");
	ok(fetch(2, AUTH("0a") OWN("0b"), NULL, &text, &person) &&
		   strcmp(text.data, wanted.data) == 0 && !person,
	   "one for each ticket");
	ok(file_has("request", "location=https://auth.fly.io\n") &&
		   file_has("request", "location=" ORIGIN "/3\n"),
	   "asked of who gives it");
	fake_party(first, second, "");
	ok(fetch(1, AUTH("0a"), NULL, &text, &person) &&
		   !file_has("request", "fo1_ann"),
	   "a login for another API is not for Fly");
	fake_party(first, second, "");
	ok(fetch(1, OWN("0b"), NULL, &text, &person) &&
		   file_has("request", "token=fo1_ann\n"),
	   "but for its own host");
	fake_party("poll_url=https://auth.fly.io/p\\n", "", first);
	ok(fetch(1, AUTH("0a"), NULL, &text, &person) &&
		   file_has("request", "poll_url=https://auth.fly.io/p\n"),
	   "one that is polled for");
}

static void test_failures(void)
{
	AUTO_FREE char *first = answer("0a"), *other = answer("0c");
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	bool person;

	fake_party(first, other, "");
	ok(!fetch(2, AUTH("0a") OWN("0b"), NULL, &text, &person) &&
		   err.code == ERR_NETWORK && is_bare(&text) &&
		   strstr(err.message, "organization 'acme' needs"),
	   "one that is for something else: %s", err.message);
	fake_party("discharge=garbage\\n", "", "");
	ok(!fetch(1, AUTH("0a"), NULL, &text, &person) &&
		   err.code == ERR_NETWORK && is_bare(&text) &&
		   !strstr(err.message, "garbage"),
	   "one that can't be read: %s", err.message);
	fake_party("poll_url=https://auth.fly.io/p\\n", "", "");
	ok(!fetch(1, AUTH("0a"), NULL, &text, &person) &&
		   err.code == ERR_NETWORK &&
		   strstr(err.message, "auth.fly.io did not give it within"),
	   "one that is never there: %s", err.message);
	fake_party(first, first, first);
	ok(!fetch(1, THIRD_PARTY("0a"), NULL, &text, &person) &&
		   err.code == ERR_DENIED && !file_has("request", "="),
	   "one of somebody who is not asked: %s", err.message);
	ok(!fetch(9,
		  AUTH("01") AUTH("02") AUTH("03") AUTH("04") AUTH("05")
			  AUTH("06") AUTH("07") AUTH("08") AUTH("09"),
		  NULL, &text, &person) && err.code == ERR_DENIED &&
		   strstr(err.message, "too many") &&
		   !file_has("request", "="),
	   "more than any token needs: %s", err.message);
}

static void test_person(void)
{
	AUTO_FREE char *first = answer("0a");
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	bool person;

	fake_party("poll_url=https://auth.fly.io/p\\npage=https://a/b\\n", "",
		   first);
	ok(!fetch(1, AUTH("0a"), NULL, &text, &person) && person &&
		   err.code == ERR_DENIED && is_bare(&text) &&
		   !file_has("request", "discharge-poll"),
	   "nobody waits for nobody: %s", err.message);
	ok(fetch(1, AUTH("0a"), &somebody, &text, &person) && !person &&
		   !is_bare(&text),
	   "somebody goes there");
	ok(strcmp(page, "https://a/b") == 0 &&
		   sent.patience == DISCHARGE_PATIENCE &&
		   file_has("request", "timeout=300\n"),
	   "knows where, and is waited for");
	fake_party("poll_url=https://auth.fly.io/p\\npage=https://a/b\\n", "",
		   "");
	ok(!fetch(1, AUTH("0a"), &somebody, &text, &person) && !person &&
		   strstr(err.message, "nobody has been to the page"),
	   "or does not go: %s", err.message);
}

int main(void)
{
	ok(stage_begin(), "a store and a login");
	test_all();
	test_failures();
	test_person();
	return stage_end();
}
