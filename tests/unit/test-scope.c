/* SPDX-License-Identifier: MIT */
/* Scopes: which texts are one, and which names are refused. */
#include "config.h"

#include "token/scope.h"
#include "unit/tap.h"

#include <string.h>

#define TEN "0123456789"

static void test_round_trip(void)
{
	static const char *const texts[] = {
		"app:shop", "org:acme", "app:a", "org:My_Org-2",
		"app:" TEN TEN TEN TEN TEN TEN "abc"};
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		AUTO_FREE char *back = NULL;

		if (scope_parse(texts[i], &scope, &err))
			back = scope_format(&scope);
		ok(back && strcmp(back, texts[i]) == 0, "%s", texts[i]);
	}
}

static void test_refused(void)
{
	static const char *const texts[] = {"",
					    "shop",
					    "app",
					    "app:",
					    "org:",
					    "App:shop",
					    "apps:shop",
					    "app:-x",
					    "app:_x",
					    "app:a b",
					    "app:a/b",
					    "app:a.b",
					    "app:a:b",
					    "app:a\n",
					    "app:\x1b[31m",
					    "app:caf\xc3\xa9",
					    "app: shop",
					    "app:" TEN TEN TEN TEN TEN TEN
					    "abcd"};
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;
	struct error err;
	size_t i, at;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		bool plain = true;

		err.message[0] = '\0';
		ok(!scope_parse(texts[i], &scope, &err) &&
			   err.code == ERR_USAGE && scope.name == NULL,
		   "text %zu is refused", i + 1);
		for (at = 0; err.message[at]; at++)
			plain = plain && (unsigned char)err.message[at] >= ' ';
		ok(plain && at > 0, "in a message of one plain line");
	}
}

static void test_setting(void)
{
	AUTO_SCOPE struct scope a = SCOPE_EMPTY, b = SCOPE_EMPTY;
	struct error err;

	ok(scope_set(&a, SCOPE_APP, "shop", &err) &&
		   scope_parse("app:shop", &b, &err) && scope_equal(&a, &b),
	   "set and parsed are equal");
	ok(!scope_set(&a, SCOPE_ORGANIZATION, "no good", &err) &&
		   scope_equal(&a, &b),
	   "a bad name leaves the scope as it was");
	ok(scope_set(&b, SCOPE_ORGANIZATION, "shop", &err) &&
		   !scope_equal(&a, &b),
	   "an organization is not the app of that name");
	ok(scope_set(&b, SCOPE_APP, b.name, &err) && scope_equal(&a, &b),
	   "a scope can be set from its own name");
}

int main(void)
{
	test_round_trip();
	test_refused();
	test_setting();
	return tap_done();
}
