/* SPDX-License-Identifier: MIT */
/* Addresses of servers in the one form that is compared byte by byte. */
#include "config.h"

#include "util/origin.h"

#include "util/alloc.h"
#include "util/terminal.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define HOST_SIZE 256 /* of DNS, with the NUL */

struct address {
	char scheme[8];	      /* "", "http", "https" */
	char host[HOST_SIZE]; /* with brackets around IPv6 */
	long port;	      /* 0: none given */
	const char *rest;     /* from the first of /?# on */
};

/* With a user in it, the text may hold a password as well. */
static bool fail_address(const char *text, const char *problem,
			 struct error *err)
{
	char shown[200];

	if (strchr(text, '@'))
		return fail(err, ERR_USAGE, "the address %s", problem);
	text_printable(text, shown, sizeof(shown));
	return fail(err, ERR_USAGE, "'%s' %s", shown, problem);
}

/* Takes the scheme off the text; "//" stands for none. */
static bool take_scheme(const char **text, struct address *ret,
			struct error *err)
{
	const char *at = *text, *slashes = strstr(at, "://");
	size_t length = slashes ? (size_t)(slashes - at) : 0;
	char shown[40];

	ret->scheme[0] = '\0';
	if (strncmp(at, "//", 2) == 0) {
		*text = at + 2;
		return true;
	}
	/* A path may hold anything, a scheme no slash. */
	if (slashes == NULL || strcspn(at, "/?#") < length)
		return true;
	if ((length == 4 || length == 5) &&
	    strncasecmp(at, "https", length) == 0) {
		memcpy(ret->scheme, "https", length);
		ret->scheme[length] = '\0';
		*text = slashes + 3;
		return true;
	}
	text_printable(at, shown, sizeof(shown));
	shown[strcspn(shown, ":")] = '\0';
	return fail(err, ERR_USAGE, "unsupported scheme: %s", shown);
}

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

static bool is_of_host(char byte)
{
	return (lower(byte) >= 'a' && lower(byte) <= 'z') ||
	       (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' ||
	       byte == '_';
}

/* A name or number, or [IPv6]: its length, 0 when it is neither. */
static size_t take_host(const char *text, struct address *ret)
{
	struct in6_addr number;
	char digits[INET6_ADDRSTRLEN];
	size_t length = 0, i;

	if (*text == '[') {
		length = strcspn(text + 1, "]");
		if (length >= sizeof(digits) || text[1 + length] != ']')
			return 0;
		memcpy(digits, text + 1, length);
		digits[length] = '\0';
		if (inet_pton(AF_INET6, digits, &number) != 1)
			return 0;
		inet_ntop(AF_INET6, &number, digits, sizeof(digits));
		snprintf(ret->host, HOST_SIZE, "[%s]", digits);
		return length + 2;
	}
	while (is_of_host(text[length]))
		length++;
	if (length >= HOST_SIZE)
		return 0;
	for (i = 0; i < length; i++)
		ret->host[i] = lower(text[i]);
	ret->host[length] = '\0';
	if (length > 1 && text[length - 1] == '.')
		ret->host[length - 1] = '\0';
	return *ret->host == '.' ? 0 : length;
}

static bool take_port(const char **text, struct address *ret)
{
	const char *at = *text;

	ret->port = 0;
	if (*at != ':')
		return true;
	for (at++; *at >= '0' && *at <= '9'; at++)
		if (ret->port < 65536)
			ret->port = 10 * ret->port + (*at - '0');
	*text = at;
	return ret->port > 0 && ret->port < 65536;
}

static bool address_parse(const char *text, struct address *ret,
			  struct error *err)
{
	const char *at = text;
	size_t length;

	if (!take_scheme(&at, ret, err))
		return false;
	if (*at == '\0' || strchr(":/?#", *at))
		return fail(err, ERR_USAGE, "no hostname in URL");
	length = take_host(at, ret);
	at += length;
	if (length == 0 || !take_port(&at, ret) ||
	    (*at && strchr("/?#", *at) == NULL))
		return fail_address(text, "is not a host with maybe a port",
				    err);
	ret->rest = at;
	return true;
}

static bool is_loopback(const struct address *address)
{
	struct in_addr number;

	if (*address->scheme == '\0')
		return false;
	if (strcmp(address->host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, address->host, &number) == 1 &&
	       ntohl(number.s_addr) >> 24 == 127;
}

bool origin_is_loopback(const char *url)
{
	struct address address;
	struct error err;

	return address_parse(url, &address, &err) && is_loopback(&address);
}

static bool is_default_port(const struct address *address, bool is_web)
{
	return address->port == 0 ||
	       (address->port == 443 && strcmp(address->scheme, "http") != 0) ||
	       (address->port == 80 && is_web &&
		strcmp(address->scheme, "http") == 0);
}

bool origin_normalise(const char *url, char **ret_origin, struct error *err)
{
	struct address address;
	char port[16] = "";

	if (!address_parse(url, &address, err))
		return false;
	if (*address.scheme == '\0')
		return fail_address(url, "does not begin with https://", err);
	if (*address.rest && strcmp(address.rest, "/") != 0)
		return fail_address(
			url, "goes on after the host, which it must not", err);
	if (strcmp(address.scheme, "https") != 0 && !is_loopback(&address))
		return fail_address(url,
				    "is not https, which only a loopback "
				    "address like http://127.0.0.1 may be",
				    err);
	if (!is_default_port(&address, true))
		snprintf(port, sizeof(port), ":%ld", address.port);
	*ret_origin = alloc_joined(address.scheme, "://", address.host, port,
				   NULL);
	return true;
}

bool host_normalise(const char *server, char **ret_host, struct error *err)
{
	struct address address;
	char port[16] = "";

	if (!address_parse(server, &address, err))
		return false;
	if (!is_default_port(&address, false))
		snprintf(port, sizeof(port), ":%ld", address.port);
	*ret_host = alloc_joined(address.host, port, NULL);
	return true;
}

bool host_only_normalise(const char *text, char **ret_host, struct error *err)
{
	return strpbrk(text, "/?#@")
		       ? fail_address(text, "is not a host with maybe a port",
				      err)
		       : host_normalise(text, ret_host, err);
}

bool registry_normalise(const char *server, char **ret_registry,
			struct error *err)
{
	AUTO_FREE char *host = NULL, *path = NULL;
	struct address address;
	size_t length;

	if (!address_parse(server, &address, err) ||
	    !host_normalise(server, &host, err))
		return false;
	length = strcspn(address.rest, "?#");
	while (length && address.rest[length - 1] == '/')
		length--;
	path = alloc_string(address.rest);
	path[length] = '\0';
	*ret_registry = alloc_joined(host, path, NULL);
	return true;
}

char *service_normalise(const char *protocol, const char *host)
{
	AUTO_FREE char *written = alloc_joined(protocol, "://", host, NULL);
	struct address address;
	struct error ignored;
	char port[16] = "";
	char *at;

	for (at = written; *at; at++)
		*at = lower(*at);
	/* Other protocols have no host that we know the form of. */
	if (!address_parse(written, &address, &ignored) || *address.rest)
		return take_ptr(&written);
	if (!is_default_port(&address, true))
		snprintf(port, sizeof(port), ":%ld", address.port);
	return alloc_joined(address.scheme, "://", address.host, port, NULL);
}
