/* SPDX-License-Identifier: MIT */
/* Whom we talk to: the API's origin, how it is verified, and the way there. */
#include "config.h"

#include "api/http-target.h"

#include "util/terminal.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define SYSTEM_CERTIFICATES "/etc/ssl/certs"

static void cleanup_curl_text(char **text)
{
	curl_free(*text);
}

#define AUTO_CURL_TEXT CLEANUP(cleanup_curl_text)

/* NULL when the address has no such part; else freed with curl_free. */
static char *part_of(CURLU *url, CURLUPart part)
{
	char *text = NULL;

	return curl_url_get(url, part, &text, 0) == CURLUE_OK ? text : NULL;
}

static bool is_loopback(CURLU *url)
{
	AUTO_CURL_TEXT char *host = part_of(url, CURLUPART_HOST);
	struct in_addr address;

	if (host == NULL)
		return false;
	if (strcmp(host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, host, &address) == 1 &&
	       ntohl(address.s_addr) >> 24 == 127;
}

static bool is_bare_origin(CURLU *url)
{
	static const CURLUPart strange[] = {CURLUPART_USER, CURLUPART_PASSWORD,
					    CURLUPART_QUERY,
					    CURLUPART_FRAGMENT};
	AUTO_CURL_TEXT char *path = part_of(url, CURLUPART_PATH);
	size_t i;

	for (i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
		AUTO_CURL_TEXT char *text = part_of(url, strange[i]);

		if (text)
			return false;
	}
	return path == NULL || strcmp(path, "/") == 0;
}

static bool parse_origin(const char *origin, CURLU *url, char **ret_scheme,
			 struct error *err)
{
	char shown[120];

	if (curl_url_set(url, CURLUPART_URL, origin, 0) == CURLUE_OK)
		*ret_scheme = part_of(url, CURLUPART_SCHEME);
	/* The text itself is not shown: it may hold a password. */
	if (*ret_scheme == NULL || !is_bare_origin(url))
		return fail(err, ERR_USAGE,
			    "the API's address is not of the form "
			    "https://HOST or https://HOST:PORT");
	if (strcmp(*ret_scheme, "https") == 0 ||
	    (strcmp(*ret_scheme, "http") == 0 && is_loopback(url)))
		return true;
	text_printable(origin, shown, sizeof(shown));
	return fail(err, ERR_USAGE,
		    "'%s' is not used: tokens go over https only", shown);
}

/* Whether name is one that openssl-rehash(1) gives: 8 hex digits, ".0". */
static bool is_hash_link(const char *name)
{
	return strspn(name, "0123456789abcdef") == 8 &&
	       strcmp(name + 8, ".0") == 0;
}

static bool is_hashed(const char *directory)
{
	DIR *stream = opendir(directory);
	const struct dirent *entry;
	bool found = false;

	if (stream == NULL)
		return false;
	while (!found && (entry = readdir(stream)) != NULL)
		found = is_hash_link(entry->d_name);
	closedir(stream);
	return found;
}

/* Others than OpenSSL read the whole directory, which is slower than a file. */
static bool looks_up_by_hash(void)
{
	const char *library = curl_version_info(CURLVERSION_NOW)->ssl_version;

	return library && strncmp(library, "OpenSSL/", 8) == 0;
}

static bool set_certificates(const char *ca_file, CURL *curl, struct error *err)
{
	if (ca_file) {
		if (access(ca_file, R_OK) < 0)
			return fail(err, ERR_USAGE,
				    "the CA file %.300s can't be read; name a "
				    "readable PEM file",
				    ca_file);
		curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
		return true;
	}
	/*
	 * Reading one certificate by its hash instead of parsing some hundred
	 * saves two thirds of the whole exchange. Else libcurl's default holds.
	 */
	if (looks_up_by_hash() && is_hashed(SYSTEM_CERTIFICATES) &&
	    curl_easy_setopt(curl, CURLOPT_CAPATH, SYSTEM_CERTIFICATES) ==
		    CURLE_OK)
		curl_easy_setopt(curl, CURLOPT_CAINFO, NULL);
	return true;
}

static void set_tls(CURL *curl, const char *scheme)
{
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION,
			 (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, scheme);
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, scheme);
}

/* An empty name also keeps libcurl from asking the environment. */
static bool set_proxy(const char *proxy, bool is_local, CURL *curl,
		      struct error *err)
{
	if (proxy == NULL || is_local)
		proxy = "";
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "");
	if (curl_easy_setopt(curl, CURLOPT_PROXY, proxy) != CURLE_OK)
		return fail(err, ERR_USAGE,
			    "the proxy's address can't be used");
	return true;
}

bool target_set(const struct http_target *target, CURL *curl, CURLU *url,
		struct error *err)
{
	AUTO_CURL_TEXT char *scheme = NULL;

	if (!parse_origin(target->origin, url, &scheme, err) ||
	    !set_certificates(target->ca_file, curl, err))
		return false;
	set_tls(curl, scheme);
	return set_proxy(target->proxy, is_loopback(url), curl, err);
}

void target_name(CURLU *url, char *ret_name, size_t size)
{
	AUTO_CURL_TEXT char *host = part_of(url, CURLUPART_HOST);
	AUTO_CURL_TEXT char *port = part_of(url, CURLUPART_PORT);
	char whole[300];

	snprintf(whole, sizeof(whole), "%s%s%s", host ? host : "?",
		 port ? ":" : "", port ? port : "");
	text_printable(whole, ret_name, size);
}
