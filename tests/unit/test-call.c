/* SPDX-License-Identifier: MIT */
/* What becomes of replies of fly-cred-api, good, bad and none. */
#include "config.h"

#include "api/call.h"
#include "unit/fake-api.h"
#include "unit/tap.h"
#include "util/process.h"
#include "util/timestamp.h"

static bool create(int64_t timeout, struct api_token *token, struct error *err)
{
	const struct api_order order = {
		.scope = {.app = "shop"},
		.profile = PROFILE_DEPLOY,
		.name = "test",
		.life = 86400,
	};
	const struct api_endpoint where = endpoint(timeout);
	AUTO_SECRET struct secret login = SECRET_EMPTY;

	secret_append_string(&login, "fo1_marked");
	return api_create(&where, &login, &order, token, err);
}

static bool log_in(struct api_login *ret_login, struct error *err)
{
	const struct api_endpoint where = endpoint(5);
	AUTO_SECRET struct secret login = SECRET_EMPTY;

	secret_append_string(&login, "fo1_marked");
	return api_login(&where, &login, ret_login, err);
}

#define PLACE_LINES                                \
	"app_id=A\napp_number=11\napp_name=shop\n" \
	"organization_id=O\norganization_number=22\norganization_slug=acme\n"

static void test_create(void)
{
	AUTO_API_TOKEN struct api_token token = {0};
	struct error err = {0};

	fake_reply("version=1\nstatus=ok\n" PLACE_LINES
		   "token_id=T\nexpires_at=1800000000\ntoken=fm2_x\nskew=-3\n");
	ok(create(5, &token, &err), "a token is made");
	ok(strcmp(token.id, "T") == 0 && strcmp(token.text, "fm2_x") == 0 &&
		   token.expires_at == 1800000000,
	   "id, text and expiry arrive");
	ok(token.place.app_number == 11 &&
		   strcmp(token.place.app_id, "A") == 0 &&
		   token.place.organization.number == 22 &&
		   strcmp(token.place.organization.slug, "acme") == 0,
	   "so does where it belongs");
	ok(token.place.reply.facts.has_skew &&
		   token.place.reply.facts.skew == -3 &&
		   !token.place.reply.facts.was_sent,
	   "and the skew");
	ok(file_has("request", "version=1\n") &&
		   file_has("request", "operation=create\n") &&
		   file_has("request", "url=https://api.example.com\n") &&
		   file_has("request", "token=fo1_marked\n") &&
		   file_has("request", "app=shop\n") &&
		   file_has("request", "life=86400\n"),
	   "the request says all of it");
	ok(file_has("environment", "LC_ALL=C") &&
		   !file_has("environment", "FLY_CRED_BUILDDIR"),
	   "the environment is cleared");
}

static void test_login(void)
{
	AUTO_API_LOGIN struct api_login login = {0};
	struct error err = {0};

	fake_reply("version=1\nstatus=ok\nuser_id=5\nemail=a@example.com\n"
		   "organization_id=O\norganization_number=1\n"
		   "organization_slug=me-1\norganization_name=Me\n"
		   "organization_personal=1\n"
		   "organization_id=P\norganization_number=2\n"
		   "organization_slug=acme\norganization_name=Acme Inc\n"
		   "organization_personal=0\n");
	ok(log_in(&login, &err) && login.count == 2 && login.user == 5,
	   "two organizations");
	ok(login.organizations[0].is_personal &&
		   strcmp(login.organizations[0].slug, "me-1") == 0,
	   "the first is personal");
	ok(!login.organizations[1].is_personal &&
		   login.organizations[1].number == 2 &&
		   strcmp(login.organizations[1].name, "Acme Inc") == 0,
	   "the second is not");
	api_login_clear(&login);
	fake_reply("version=1\nstatus=ok\nemail=x@tokens.fly.io\n");
	ok(log_in(&login, &err) && login.user == 0 && login.count == 0,
	   "a caller that is no person");
}

static void test_lookup(void)
{
	const struct api_endpoint where = endpoint(5);
	const struct api_scope app = {.app = "shop"};
	AUTO_API_PLACE struct api_place place = {0};
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	struct error err = {0};

	secret_append_string(&login, "fo1_marked");
	fake_reply("version=1\nstatus=ok\n" PLACE_LINES);
	ok(api_lookup(&where, &login, &app, &place, &err) &&
		   place.app_number == 11 && place.organization.number == 22,
	   "an app is looked up");
	api_place_clear(&place);
	fake_reply("version=1\nstatus=ok\norganization_id=O\n"
		   "organization_number=22\norganization_slug=acme\n");
	ok(!api_lookup(&where, &login, &app, &place, &err) &&
		   strstr(err.message, "leaves out"),
	   "an answer without the app is none");
	ok(!place.reply.facts.was_sent, "a look-up makes nothing");
}

static void test_error(void)
{
	AUTO_API_TOKEN struct api_token token = {0};
	struct error err = {0};

	fake_reply("version=1\nstatus=error\ncode=7\nmessage=too often\n"
		   "retry_after=17\nskew=9\n");
	ok(!create(5, &token, &err) && err.code == ERR_NETWORK &&
		   strcmp(err.message, "too often") == 0,
	   "code and message of an error arrive");
	ok(token.place.reply.facts.retry_after == 17 &&
		   token.place.reply.facts.skew == 9 &&
		   !token.place.reply.facts.was_sent,
	   "so do its facts");
	api_token_clear(&token);
	fake_reply("version=1\nstatus=error\ncode=7\nmessage=cut\nsent=1\n");
	ok(!create(5, &token, &err) && token.place.reply.facts.was_sent,
	   "and that something may have been made");
}

static void test_bad_replies(void)
{
	static const struct {
		const char *lines;
		const char *says;
	} bad[] = {
		{"version=2\nstatus=ok\n", "speaks version 2"},
		{"status=ok\nversion=1\n", "does not begin with its version"},
		{"fo1_marked\n", "key=value"},
		{"version=1\n", "does not answer as it should"},
		{"version=1\nstatus=maybe\n", "does not answer as it should"},
		{"version=1\nstatus=error\ncode=99\nmessage=x\n",
		 "does not answer as it should"},
		{"version=1\nstatus=ok\n" PLACE_LINES, "leaves out"},
		{"", "no answer"},
	};
	struct error err = {0};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		AUTO_API_TOKEN struct api_token token = {0};

		fake_reply(bad[i].lines);
		ok(!create(5, &token, &err) && err.code == ERR_FAILED &&
			   strstr(err.message, bad[i].says) &&
			   !strstr(err.message, "fo1_marked"),
		   "reply %zu: %s", i + 1, err.message);
		ok(token.place.reply.facts.was_sent,
		   "a token may exist nevertheless");
	}
}

static void test_bad_programs(void)
{
	AUTO_API_TOKEN struct api_token token = {0};
	struct error err = {0};
	int64_t began = clock_now();

	fake("exit 1");
	ok(!create(5, &token, &err) && strstr(err.message, "status 1"),
	   "one that fails: %s", err.message);
	fake("kill -SEGV $$");
	ok(!create(5, &token, &err) && strstr(err.message, "status 139"),
	   "one that crashes: %s", err.message);
	fake("exec sleep 60");
	ok(!create(1, &token, &err) && err.code == ERR_NETWORK &&
		   strstr(err.message, "seconds") && clock_now() - began < 30,
	   "one that hangs: %s", err.message);
	fake("exec cat /dev/zero");
	ok(!create(5, &token, &err) && err.code == ERR_FAILED,
	   "one without end: %s", err.message);
}

static void test_missing(void)
{
	AUTO_FREE char *path = alloc_formatted("%s/fly-cred-api",
					       fake_directory);
	AUTO_API_TOKEN struct api_token token = {0};
	struct error err = {0};

	unlink(path);
	ok(!create(5, &token, &err) && err.code == ERR_FAILED &&
		   strstr(err.message, path) && strstr(err.message, "missing"),
	   "none at all: %s", err.message);
	ok(!token.place.reply.facts.was_sent, "and nothing was sent");
}

int main(void)
{
	process_harden(); /* as all callers: programs that don't listen */
	fake_begin();
	test_create();
	test_login();
	test_lookup();
	test_error();
	test_bad_replies();
	test_bad_programs();
	test_missing();
	fake_end();
	return tap_done();
}
