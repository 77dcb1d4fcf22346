/* SPDX-License-Identifier: MIT */
/* Who is asked for discharges, who sees the login, and what is of one host. */
#include "config.h"

#include "api/discharge-place.h"
#include "unit/tap.h"

#include <string.h>

#define FLY   "https://api.fly.io"
#define LOCAL "http://127.0.0.1:8080"

static void test_trust(void)
{
	static const struct {
		enum place_trust trust;
		bool is_added;
		const char *location, *api;
	} cases[] = {
		{PLACE_WITH_LOGIN, false, FLY "/aaa/v1", FLY},
		{PLACE_WITH_LOGIN, false, FLY "/aaa/v1/", FLY},
		{PLACE_WITH_LOGIN, false, "HTTPS://API.FLY.IO:443/aaa/v1", FLY},
		{PLACE_WITH_LOGIN, false, "https://auth.fly.io", FLY},
		{PLACE_WITH_LOGIN, false, "https://auth.fly.io/", FLY},
		{PLACE_REFUSED, false, FLY, FLY},
		{PLACE_REFUSED, false, FLY "/aaa/v1/x", FLY},
		{PLACE_REFUSED, false, FLY "/aaa/v1?x", FLY},
		{PLACE_REFUSED, false, FLY "/x/../aaa/v1", FLY},
		{PLACE_REFUSED, false, "https://auth.fly.io/x", FLY},
		{PLACE_REFUSED, false, "https://auth.fly.io:8443", FLY},
		{PLACE_REFUSED, false, "https://x.auth.fly.io", FLY},
		{PLACE_REFUSED, false, "https://auth.fly.io.x", FLY},
		{PLACE_REFUSED, false, "https://auth.fly.io@x", FLY},
		{PLACE_REFUSED, true, "http://auth.fly.io", FLY},
		{PLACE_REFUSED, true, "http://sso.example.com", FLY},
		{PLACE_REFUSED, true, "sso.example.com", FLY},
		{PLACE_REFUSED, true, "", FLY},
		{PLACE_REFUSED, false, "https://sso.example.com/3p", FLY},
		{PLACE_WITHOUT_LOGIN, true, "https://sso.example.com/3p", FLY},
		{PLACE_WITH_LOGIN, true, "https://auth.fly.io/x", FLY},
		/* Loopback: the API's own origin, and nothing else of it. */
		{PLACE_WITH_LOGIN, false, LOCAL "/aaa/v1", LOCAL},
		{PLACE_REFUSED, true, "http://127.0.0.1:8081/aaa/v1", LOCAL},
		{PLACE_REFUSED, true, "http://127.0.0.2:8080/aaa/v1", LOCAL},
		{PLACE_REFUSED, true, "https://127.0.0.1:8080/a", LOCAL},
		{PLACE_REFUSED, true, LOCAL "/aaa/v1", FLY},
		{PLACE_REFUSED, false, FLY "/aaa/v1", LOCAL},
		{PLACE_WITHOUT_LOGIN, true, FLY "/aaa/v1", LOCAL},
		/* A login for another API is none for Fly. */
		{PLACE_WITHOUT_LOGIN, false, FLY "/aaa/v1", "https://a.b"},
		{PLACE_WITHOUT_LOGIN, false, "https://auth.fly.io",
		 "https://a.b"},
		{PLACE_REFUSED, false, "https://a.b/aaa/v1", "https://a.b"},
		{PLACE_WITH_LOGIN, true, "https://a.b/aaa/v1", "https://a.b"},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(place_trust(cases[i].location, cases[i].api,
			       cases[i].is_added) == cases[i].trust,
		   "%s%s for %s", cases[i].location,
		   cases[i].is_added ? ", added," : "", cases[i].api);
}

static void test_same_host(void)
{
	static const struct {
		const char *address, *path;
	} cases[] = {
		{FLY "/a/.well-known/b?c=d%20", "/a/.well-known/b?c=d%20"},
		{FLY "", "/"},
		{FLY "?a", "/?a"},
		{"https://API.fly.io:443/a", "/a"},
		{"/a/b?c", "/a/b?c"},
		{"//auth.fly.io/a", NULL},
		{"https://auth.fly.io/a", NULL},
		{"http://api.fly.io/a", NULL},
		{"https://api.fly.io:8443/a", NULL},
		{"https://user@api.fly.io/a", NULL},
		{"https://api.fly.io@x/a", NULL},
		{"https://api.fly.io\\@x/a", NULL},
		{FLY "/a b", NULL},
		{FLY "/a#b", NULL},
		{FLY "/a/../b", NULL},
		{FLY "/a/.", NULL},
		{"a", NULL},
		{"", NULL},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_FREE char *path = place_path_at(FLY, cases[i].address);

		ok(path && cases[i].path ? strcmp(path, cases[i].path) == 0
					 : path == cases[i].path,
		   "%s at Fly's API", cases[i].address);
	}
}

int main(void)
{
	test_trust();
	test_same_host();
	return tap_done();
}
