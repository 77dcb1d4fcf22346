/* SPDX-License-Identifier: MIT */
/* Discharges: what is asked of fly-cred-api, and with which credentials. */
#include "config.h"

#include "api/call-discharge.h"
#include "unit/fake-api.h"
#include "unit/tap.h"
#include "util/process.h"

#define OK	"version=1\nstatus=ok\n"
#define OWN	"https://api.fly.io/aaa/v1"
#define FOREIGN "https://sso.example.com/3p"

static struct api_endpoint fly(void)
{
	struct api_endpoint where = endpoint(5);

	where.url = "https://api.fly.io";
	return where;
}

static bool ask(const char *location, bool is_added, const char *login,
		struct api_discharge *discharge, struct error *err)
{
	static const char *const allowed[] = {"https://other.example.com",
					      FOREIGN "/"};
	const struct api_third_party party = {location, allowed,
					      is_added ? 2 : 1};
	const struct api_endpoint where = fly();
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	secret_append_string(&text, login);
	api_discharge_clear(discharge);
	return api_discharge(&where, &text, &party, slice_of("\xfb\xff", 2),
			     discharge, err);
}

static void test_answers(void)
{
	AUTO_API_DISCHARGE struct api_discharge discharge = {.text = NULL};
	struct error err;

	fake_reply(OK "discharge=fm2_x\n");
	ok(ask(OWN, false, "fo1_a", &discharge, &err) &&
		   strcmp(discharge.text, "fm2_x") == 0 && !discharge.poll_url,
	   "a discharge at once");
	ok(file_has("request", "operation=discharge\n") &&
		   file_has("request", "url=https://api.fly.io\n") &&
		   file_has("request", "location=" OWN "\n") &&
		   file_has("request", "allowed=https://other.example.com\n") &&
		   file_has("request", "ticket=+/8=\n"),
	   "what is asked");
	fake_reply(OK "poll_url=" OWN "/p\npage=" OWN "/u\n");
	ok(ask(OWN, false, "fo1_a", &discharge, &err) && !discharge.text &&
		   strcmp(discharge.poll_url, OWN "/p") == 0 &&
		   strcmp(discharge.page, OWN "/u") == 0,
	   "one to wait for");
	fake_reply(OK);
	ok(!ask(OWN, false, "fo1_a", &discharge, &err) &&
		   err.code == ERR_FAILED,
	   "an incomplete answer");
}

static void test_credentials(void)
{
	AUTO_API_DISCHARGE struct api_discharge discharge = {.text = NULL};
	struct error err;

	fake_reply(OK "discharge=fm2_x\n");
	ok(ask(OWN, false, "fm2_m,fo1_a,fm1r_m,fo1_b", &discharge, &err) &&
		   file_has("request", "token=fo1_a,fo1_b\n") &&
		   !file_has("request", "fm2_m") &&
		   !file_has("request", "fm1r_m"),
	   "Fly's own is shown OAuth tokens, never macaroons");
	ok(ask(OWN, false, "fm2_m", &discharge, &err) &&
		   !file_has("request", "token="),
	   "without an OAuth token nothing is shown");
	ok(ask(FOREIGN, true, "fo1_a", &discharge, &err) &&
		   !file_has("request", "token=") &&
		   !file_has("request", "fo1_a"),
	   "others are shown nothing");
	fake_reply(OK "discharge=fm2_x\n");
	ok(!ask(FOREIGN, false, "fo1_a", &discharge, &err) &&
		   err.code == ERR_DENIED && strstr(err.message, FOREIGN) &&
		   strstr(err.message, "discharge.locations"),
	   "a location that nobody allowed");
	ok(!ask("https://x\033[2J", false, "fo1_a", &discharge, &err) &&
		   strchr(err.message, '\033') == NULL,
	   "and one that is no address");
}

static void test_poll(void)
{
	const struct api_third_party party = {OWN, NULL, 0};
	const struct api_endpoint where = fly();
	AUTO_SECRET struct secret login = SECRET_EMPTY, text = SECRET_EMPTY;
	struct error err;

	secret_append_string(&login, "fo1_a,fm2_m");
	fake_reply(OK);
	ok(api_discharge_poll(&where, &login, &party, OWN "/p", &text, &err) &&
		   text.length == 0,
	   "nothing yet");
	fake_reply(OK "discharge=fm2_x\n");
	ok(api_discharge_poll(&where, &login, &party, OWN "/p", &text, &err) &&
		   strcmp(text.data, "fm2_x") == 0 &&
		   file_has("request", "operation=discharge-poll\n") &&
		   file_has("request", "poll_url=" OWN "/p\n") &&
		   file_has("request", "token=fo1_a\n"),
	   "the discharge that was waited for");
}

int main(void)
{
	process_harden();
	fake_begin();
	test_answers();
	test_credentials();
	test_poll();
	fake_end();
	return tap_done();
}
