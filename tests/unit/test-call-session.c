/* SPDX-License-Identifier: MIT */
/* Sessions: what is asked of fly-cred-api, and what is taken from it. */
#include "config.h"

#include "api/call-session.h"
#include "unit/fake-api.h"
#include "unit/tap.h"
#include "util/process.h"

#define OK "version=1\nstatus=ok\n"

static bool begin(int port, struct api_session *session, struct error *err)
{
	const struct api_endpoint where = endpoint(5);
	const struct api_session_order order = {"host", "challenge", "state",
						port};

	api_session_clear(session);
	return api_session_begin(&where, &order, session, err);
}

static void test_begin(void)
{
	AUTO_API_SESSION struct api_session session = {.id = NULL};
	struct error err;

	fake_reply(OK "session_id=i\nauth_url=https://a/b\npkce=1\n");
	ok(begin(80, &session, &err) && strcmp(session.id, "i") == 0 &&
		   strcmp(session.address, "https://a/b") == 0 &&
		   session.has_pkce,
	   "a session with PKCE");
	ok(file_has("request", "operation=session-begin\n") &&
		   file_has("request", "name=host\n") &&
		   file_has("request", "code_challenge=challenge\n") &&
		   file_has("request", "state=state\n") &&
		   file_has("request", "redirect_port=80\n"),
	   "what is asked");
	ok(!file_has("request", "token="), "no token goes along");
	fake_reply(OK "session_id=i\nauth_url=https://a/b\npkce=0\n");
	ok(begin(0, &session, &err) && !session.has_pkce &&
		   !file_has("request", "redirect_port="),
	   "one without, and without a callback");
	fake_reply(OK "session_id=i\npkce=0\n");
	ok(!begin(0, &session, &err) && err.code == ERR_FAILED,
	   "an incomplete answer");
}

static void test_end(void)
{
	const struct api_endpoint where = endpoint(5);
	const struct api_session session = {.id = "i"};
	AUTO_SECRET struct secret verifier = SECRET_EMPTY;
	AUTO_SECRET struct secret token = SECRET_EMPTY;
	struct error err;

	secret_append_string(&verifier, "v");
	fake_reply(OK "token=fo1_new\n");
	ok(api_session_redeem(&where, &session, "c", &verifier, &token, &err) &&
		   strcmp(secret_text(&token), "fo1_new") == 0 &&
		   file_has("request", "session_id=i\n") &&
		   file_has("request", "auth_code=c\n") &&
		   file_has("request", "code_verifier=v\n"),
	   "a code is redeemed");
	fake_reply(OK);
	ok(!api_session_redeem(&where, &session, "c", &verifier, &token, &err),
	   "no token is a failure there");
	secret_clear(&token);
	ok(api_session_poll(&where, &session, &token, &err) &&
		   token.length == 0,
	   "and means to go on when polling");
	fake_reply(OK "token=fo1_new\n");
	ok(api_session_poll(&where, &session, &token, &err) &&
		   strcmp(secret_text(&token), "fo1_new") == 0,
	   "until there is one");
	ok(api_logout(&where, &token, &err) &&
		   file_has("request", "operation=logout\n") &&
		   file_has("request", "token=fo1_new\n"),
	   "a session is ended with its own token");
}

int main(void)
{
	process_harden();
	fake_begin();
	test_begin();
	test_end();
	fake_end();
	return tap_done();
}
