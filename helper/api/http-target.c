/* SPDX-License-Identifier: MIT */
/* Whom we talk to: the API's origin, how it is verified, and the way there. */
#include "config.h"

#include "api/http-target.h"

#include "util/origin.h"
#include "util/terminal.h"

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

/* The normal form is one that libcurl can't understand otherwise than we do. */
static bool set_origin(const char *origin, CURLU *url, struct error *err)
{
	AUTO_FREE char *normal = NULL;

	if (!origin_normalise(origin, &normal, err))
		return fail(err, err->code, "the API's address: %s",
			    err->message);
	if (curl_url_set(url, CURLUPART_URL, normal, 0) != CURLUE_OK)
		return fail(err, ERR_USAGE, "the API's address can't be used");
	return true;
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

static bool set_tls(CURL *curl, CURLU *url, struct error *err)
{
	AUTO_CURL_TEXT char *scheme = part_of(url, CURLUPART_SCHEME);

	if (scheme == NULL)
		return fail(err, ERR_FAILED, "libcurl does not work here");
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION,
			 (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, scheme);
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, scheme);
	return true;
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
	return set_origin(target->origin, url, err) &&
	       set_certificates(target->ca_file, curl, err) &&
	       set_tls(curl, url, err) &&
	       set_proxy(target->proxy, origin_is_loopback(target->origin),
			 curl, err);
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
