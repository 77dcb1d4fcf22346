/* SPDX-License-Identifier: MIT */
/* Addresses: what is loopback, what is the same, what is none at all. */
#include "config.h"

#include "util/origin.h"
#include "unit/tap.h"

#include <string.h>

static void test_loopback(void)
{
	static const char *const yes[] = {
		"http://127.0.0.1",	  "https://127.0.0.1:8443",
		"http://127.255.3.4/x",	  "HTTP://[::1]:80",
		"https://[0:0::1]/a?b#c", "http://127.0.0.1.",
	};
	static const char *const no[] = {
		"http://localhost",
		"http://127.0.0.1.evil.com",
		"http://127.0.0.1@evil.com",
		"http://evil.com/127.0.0.1",
		"http://evil.com#127.0.0.1",
		"http://127.1",
		"http://2130706433",
		"http://0x7f.0.0.1",
		"http://127.0.0.01",
		"http://0127.0.0.1",
		"http://128.0.0.1",
		"http://[::ffff:127.0.0.1]",
		"http://[::1%25lo]",
		"http://[::1",
		"http://[::1]evil.com",
		"http://[::2]",
		"ftp://127.0.0.1",
		"127.0.0.1",
		"//127.0.0.1",
		"http://127.0.0.1\\@evil.com",
		"http://127.0.0.1:1:2",
		"http://127.0.0.1:x",
		"http://127.0.0.1 .evil.com",
		"http:///127.0.0.1",
		"http://127.0.0.1\n",
		"http://",
		"",
		"http://user:127.0.0.1@evil.com",
		"x/http://127.0.0.1",
		" http://127.0.0.1",
	};
	size_t i;

	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		ok(origin_is_loopback(yes[i]), "%s is loopback", yes[i]);
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		ok(!origin_is_loopback(no[i]), "number %zu is not", i);
}

struct normal {
	const char *text;
	const char *normal; /* NULL: refused */
};

static void test_origin(void)
{
	static const struct normal cases[] = {
		{"https://api.fly.io", "https://api.fly.io"},
		{"HTTPS://API.Fly.IO/", "https://api.fly.io"},
		{"https://api.fly.io:443", "https://api.fly.io"},
		{"https://api.fly.io:0443", "https://api.fly.io"},
		{"https://api.fly.io.", "https://api.fly.io"},
		{"https://api.fly.io:8443/", "https://api.fly.io:8443"},
		{"https://api.fly.io:80", "https://api.fly.io:80"},
		{"http://127.0.0.1:80", "http://127.0.0.1"},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"http://127.0.0.1:443", "http://127.0.0.1:443"},
		{"https://[0::1]:8443", "https://[::1]:8443"},
		{"https://[2001:DB8::0:1]", "https://[2001:db8::1]"},
		{"http://api.fly.io", NULL},
		{"http://localhost", NULL},
		{"http://127.1", NULL},
		{"http://[::2]", NULL},
		{"api.fly.io", NULL},
		{"//api.fly.io", NULL},
		{"ftp://api.fly.io", NULL},
		{"https://api.fly.io/graphql", NULL},
		{"https://api.fly.io//", NULL},
		{"https://api.fly.io?x", NULL},
		{"https://api.fly.io#x", NULL},
		{"https://user@api.fly.io", NULL},
		{"https://u:p@api.fly.io", NULL},
		{"https://api.fly.io:", NULL},
		{"https://api.fly.io:0", NULL},
		{"https://api.fly.io:65536", NULL},
		{"https://api.fly.io:99999999999999999999", NULL},
		{"https://api.fly.io:1x", NULL},
		{"https://:443", NULL},
		{"https://.fly.io", NULL},
		{"https://api fly.io", NULL},
		{"https://api.fly.io\t", NULL},
		{"https://api.\xc3\xa9.io", NULL},
		{"https://[::1", NULL},
		{"https://[zz]", NULL},
		{"https://", NULL},
		{"", NULL},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_FREE char *origin = NULL;
		struct error err = {.code = ERR_FAILED};
		bool done = origin_normalise(cases[i].text, &origin, &err);

		ok(cases[i].normal
			   ? done && strcmp(origin, cases[i].normal) == 0
			   : !done && err.code == ERR_USAGE,
		   "origin %zu: %s", i,
		   cases[i].normal ? cases[i].normal : "refused");
	}
}

static void test_host(void)
{
	static const struct normal cases[] = {
		{"registry.fly.io", "registry.fly.io"},
		{"Registry.Fly.IO", "registry.fly.io"},
		{"https://registry.fly.io/v2/", "registry.fly.io"},
		{"http://registry.fly.io", "registry.fly.io"},
		{"//registry.fly.io?x", "registry.fly.io"},
		{"registry.fly.io#x", "registry.fly.io"},
		{"registry.fly.io.", "registry.fly.io"},
		{"registry.fly.io.:443", "registry.fly.io"},
		{"https://registry.fly.io:443/x", "registry.fly.io"},
		{"registry.fly.io:443", "registry.fly.io"},
		{"http://registry.fly.io:443", "registry.fly.io:443"},
		{"http://registry.fly.io:80", "registry.fly.io:80"},
		{"registry.fly.io:5000", "registry.fly.io:5000"},
		{"127.0.0.1:5000/a/b", "127.0.0.1:5000"},
		{"registry.fly.io/http://x", "registry.fly.io"},
		{"my_registry:5000", "my_registry:5000"},
		{"[::1]:5000", "[::1]:5000"},
		{"https://index.docker.io/v1/", "index.docker.io"},
		{"registry.fly.io.evil.com", "registry.fly.io.evil.com"},
		{"registry.fly.io..", "registry.fly.io."},
		{"evil.com@registry.fly.io", NULL},
		{"registry.fly.io:x", NULL},
		{"registry.fly.io\n", NULL},
		{"ftp://registry.fly.io", NULL},
		{"https://", NULL},
		{"/registry.fly.io", NULL},
		{"", NULL},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_FREE char *host = NULL;
		struct error err = {.code = ERR_FAILED};
		bool done = host_normalise(cases[i].text, &host, &err);

		ok(cases[i].normal ? done && strcmp(host, cases[i].normal) == 0
				   : !done && err.code == ERR_USAGE,
		   "host %zu: %s", i,
		   cases[i].normal ? cases[i].normal : "refused");
	}
}

static void test_host_only(void)
{
	static const char *const refused[] = {
		"https://a", "a/", "a/b",  "me@a", "a?b", "a#b",
		"",	     ":1", "a:0",  "a b",  "\xc3\xa9.example",
	};
	AUTO_FREE char *host = NULL;
	struct error err;
	size_t i;

	ok(host_only_normalise("XN--9ca.Example:8443", &host, &err) &&
		   strcmp(host, "xn--9ca.example:8443") == 0,
	   "a host alone, and a port");
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		char *none = NULL;

		ok(!host_only_normalise(refused[i], &none, &err) &&
			   err.code == ERR_USAGE,
		   "no host alone: '%s'", refused[i]);
	}
}

static void test_messages(void)
{
	static const struct {
		const char *text;
		const char *message;
	} cases[] = {
		{"gopher://x", "unsupported scheme: gopher"},
		{"https:///v2", "no hostname in URL"},
		{"\x1b[31m://x", "unsupported scheme: ?[31m"},
		{"a\x1b]0;x", "'a?]0;x' is not a host with maybe a port"},
		{"https://me:hunter2@registry.fly.io",
		 "the address is not a host with maybe a port"},
	};
	char *host = NULL;
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(!host_normalise(cases[i].text, &host, &err) &&
			   strcmp(err.message, cases[i].message) == 0,
		   "%s", cases[i].message);
}

static void test_long(void)
{
	char name[400] = "https://";
	char *origin = NULL;
	struct error err;

	memset(name + 8, 'a', 256);
	ok(!origin_normalise(name, &origin, &err), "a host of 256 letters");
	name[8 + 255] = '\0';
	ok(origin_normalise(name, &origin, &err) && strlen(origin) == 263,
	   "a host of 255 letters");
	free(origin);
}

int main(void)
{
	test_loopback();
	test_origin();
	test_host();
	test_host_only();
	test_messages();
	test_long();
	return tap_done();
}
