/* SPDX-License-Identifier: MIT */
/* Discharges: which are missing or end soon, and what takes their place. */
#include "config.h"

#include "token/discharge.h"
#include "unit/mint.h"
#include "unit/tap.h"
#include "unit/vectors.h"

static bool parse(const struct secret *text, struct bundle *bundle)
{
	struct error err;

	return bundle_parse(secret_slice(text), bundle, &err);
}

/* Of the credential in text, which is forgotten. */
static size_t due(struct secret *text, int64_t until, struct ticket *first)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct ticket tickets[TICKETS_MAX];
	size_t count = 99;

	if (parse(text, &bundle))
		count = tickets_due(&bundle, until, tickets);
	if (count && first)
		*first = tickets[0];
	secret_clear(text);
	return count;
}

static void test_due(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	unsigned int i;

	mint_permission(0, "", &text);
	ok(due(&text, 0, NULL) == 0, "no ticket, nothing due");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	ok(due(&text, 0, NULL) == 1, "a ticket without discharge");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	mint_discharge("0b", 0, "", &text);
	ok(due(&text, 0, NULL) == 1, "another's discharge does not count");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	mint_discharge("0a", 1, WINDOW("64"), &text);
	ok(due(&text, 100, NULL) == 0, "one that lasts that long");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	mint_discharge("0a", 1, WINDOW("64"), &text);
	ok(due(&text, 101, NULL) == 1, "one that does not");
	mint_permission(1, THIRD_PARTY("0a"), &text);
	mint_discharge("0a", 1, WINDOW("64"), &text);
	mint_discharge("0a", 1, WINDOW("0a"), &text);
	ok(due(&text, 100, NULL) == 0, "a stale one beside it does no harm");
	mint_permission(2, THIRD_PARTY("0a") THIRD_PARTY("0b"), &text);
	mint_permission(1, THIRD_PARTY("0a"), &text);
	ok(due(&text, 0, NULL) == 2, "the same ticket counts once");
	mint_discharge("0a", 1, THIRD_PARTY("0b"), &text);
	secret_append_string(&text, ",fo1_abc");
	ok(due(&text, 0, NULL) == 0, "only permission tokens have tickets");
	mint_permission(1, "0ba178", &text);
	ok(due(&text, 0, NULL) == 0, "a ticket that can't be read");
	for (i = 0; i < TICKETS_MAX + 1; i++) {
		char caveat[] = THIRD_PARTY("00");

		caveat[sizeof(caveat) - 2] = (char)('0' + i);
		mint_permission(1, caveat, &text);
	}
	ok(due(&text, 0, NULL) == TICKETS_MAX + 1, "too many are counted");
}

static void test_location(void)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct ticket tickets[TICKETS_MAX];

	mint_permission(1, THIRD_PARTY("0a"), &text);
	ok(parse(&text, &bundle) && tickets_due(&bundle, 0, tickets) == 1 &&
		   slice_equal(tickets[0].location, slice_of_string("x")) &&
		   slice_equal(tickets[0].bytes, slice_of("\x0a", 1)),
	   "where it is to be brought, and what");
}

/* What comes of the answer for ticket 0a, at second 20. */
static bool put(const struct secret *text, const char *answer,
		struct secret *ret_text, struct error *err)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;

	secret_clear(ret_text);
	return parse(text, &bundle) &&
	       discharge_put(&bundle, slice_of("\x0a", 1),
			     slice_of_string(answer), 20, ret_text, err);
}

static void test_put(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY, wanted = SECRET_EMPTY;
	AUTO_SECRET struct secret result = SECRET_EMPTY, fresh = SECRET_EMPTY;
	struct error err;

	mint_permission(2, THIRD_PARTY("0a") THIRD_PARTY("0b"), &text);
	mint_discharge("0a", 1, WINDOW("32"), &text);
	mint_discharge("0b", 1, WINDOW("32"), &text);
	secret_append_string(&text, ",fo1_abc");
	mint_discharge("0a", 1, WINDOW("64"), &fresh);
	mint_permission(2, THIRD_PARTY("0a") THIRD_PARTY("0b"), &wanted);
	mint_discharge("0b", 1, WINDOW("32"), &wanted);
	secret_append_string(&wanted, ",fo1_abc");
	mint_discharge("0a", 1, WINDOW("64"), &wanted);
	ok(put(&text, fresh.data, &result, &err) &&
		   strcmp(result.data, wanted.data) == 0,
	   "it takes the place of the older one, and of nothing else");
	ok(put(&text, fresh.data + 4, &result, &err) &&
		   strcmp(result.data, wanted.data) == 0,
	   "it may come without a label");
	mint_discharge("0c", 1, WINDOW("64"), &fresh);
	mint_permission(0, "", &fresh);
	ok(put(&text, fresh.data, &result, &err) &&
		   strcmp(result.data, wanted.data) == 0,
	   "what comes along is left out");
}

static void test_refused(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY, result = SECRET_EMPTY;
	AUTO_SECRET struct secret fresh = SECRET_EMPTY;
	static const char *const garbage[] = {"", "fm2_", "fm2_AAAA", "a b",
					      "fm2_AAA", "fo1_abcdefgh"};
	struct minted permission = {LOCATION_PERMISSION, "0a", false, 0, ""};
	struct error err;
	size_t i;

	mint_permission(1, THIRD_PARTY("0a"), &text);
	for (i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++)
		ok(!put(&text, garbage[i], &result, &err) &&
			   err.code == ERR_NETWORK && result.length == 0,
		   "garbage: '%s'", garbage[i]);
	mint_discharge("0b", 1, WINDOW("64"), &fresh);
	ok(!put(&text, fresh.data, &result, &err) && result.length == 0,
	   "another ticket's");
	secret_clear(&fresh);
	mint_discharge("0a", 1, WINDOW("14"), &fresh);
	ok(!put(&text, fresh.data, &result, &err), "one that has ended");
	secret_clear(&fresh);
	mint_discharge("0a", 1, THIRD_PARTY("0b"), &fresh);
	ok(!put(&text, fresh.data, &result, &err), "one that needs another");
	secret_clear(&fresh);
	mint(&permission, &fresh);
	ok(!put(&text, fresh.data, &result, &err), "a permission token");
}

int main(void)
{
	test_due();
	test_location();
	test_put();
	test_refused();
	return tap_done();
}
