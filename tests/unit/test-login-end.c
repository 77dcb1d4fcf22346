/* SPDX-License-Identifier: MIT */
/* When a login ends, and from when on people are told. */
#include "config.h"

#include "resolve/login-end.h"
#include "store/create.h"
#include "store/key-change.h"
#include "store/key.h"
#include "unit/mint.h"
#include "unit/sandbox.h"
#include "unit/tap.h"
#include "util/timestamp.h"

/* Of the windows below, in seconds since the epoch: 2027-01-15T08:00:00Z. */
#define END    INT64_C(1800000000)
#define ENDING "ce6b49d200"

static struct store store = STORE_CLOSED;
static struct account account = {.id = "1@x", .name = "ann", .email = ""};
static struct error err;

static void log_in(const struct secret *login, int64_t days_given)
{
	account.added_at = END - days_given * DAY;
	ok(account_set_login(&store, &account, login, &err), "a login");
}

static bool ends(int64_t now, int64_t at, int64_t left, bool is_near)
{
	struct login_end end;

	if (!login_end_find(&store, &account, now, &end, &err)) {
		printf("# %s\n", err.message);
		return false;
	}
	return end.at == at && end.left == left && end.is_near == is_near;
}

static bool announces(int64_t now, const char *text)
{
	char line[300] = "";
	bool told = login_end_announce(&store, &account, now, line);

	if (text == NULL)
		return !told;
	if (told && strstr(line, text))
		return true;
	printf("# %s\n", line);
	return false;
}

static void test_session(void)
{
	AUTO_SECRET struct secret login = SECRET_EMPTY;

	/* Its end is that of the discharge. */
	mint_permission(2, ORGANIZATION("01") THIRD_PARTY("aa"), &login);
	mint_discharge("aa", 1, WINDOW(ENDING), &login);
	log_in(&login, 60);
	ok(ends(END - 8 * DAY, END, 8 * DAY, false) &&
		   announces(END - 8 * DAY, NULL),
	   "eight days before nothing is said");
	ok(ends(END - 6 * DAY, END, 6 * DAY, true) &&
		   announces(END - 6 * DAY,
			     "the login of 'ann' ends in 6d0h; run 'fly-cred "
			     "login'"),
	   "six days before its end is announced");
	ok(ends(END + 1, END, 0, true) &&
		   announces(END + 1, "login of 'ann' has ended; run"),
	   "and afterwards told");
	log_in(&login, 2);
	ok(ends(END - DAY - HOUR, END, DAY + HOUR, false) &&
		   ends(END - DAY + HOUR, END, DAY - HOUR, true),
	   "a short one is not announced before half of it is over");
}

static void test_silent(void)
{
	AUTO_SECRET struct secret oauth = SECRET_EMPTY;
	AUTO_SECRET struct secret bare = SECRET_EMPTY;

	secret_append_string(&oauth, "fo1_marked");
	log_in(&oauth, 60);
	ok(ends(END - DAY, 0, 0, false) && announces(END - DAY, NULL),
	   "an OAuth token does not tell");
	mint_permission(2, ORGANIZATION("01") THIRD_PARTY("aa"), &bare);
	log_in(&bare, 60);
	ok(ends(END - DAY, 0, 0, false),
	   "nor do macaroons whose discharge is not there");
	account.id = "2@x";
	ok(!login_end_find(&store, &account, END, &(struct login_end){0},
			   &err) &&
		   err.code == ERR_NOT_FOUND && announces(END, NULL),
	   "no login, nothing to announce");
}

int main(void)
{
	CLEANUP(key_secret_clear) struct key_secret secret = {0};

	sandbox_make();
	ok(key_file_prepare(in_sandbox("key"), &secret, &err) &&
		   store_create(&secret, &store, &err),
	   "a store");
	test_session();
	test_silent();
	store_close(&store);
	return tap_done();
}
