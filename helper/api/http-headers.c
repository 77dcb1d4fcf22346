/* SPDX-License-Identifier: MIT */
/* The headers that every request has. */
#include "config.h"

#include "api/http-headers.h"

#include "util/secret.h"

#include <string.h>

void headers_free(struct curl_slist *headers)
{
	struct curl_slist *header;

	for (header = headers; header; header = header->next)
		explicit_bzero(header->data, strlen(header->data));
	curl_slist_free_all(headers);
}

/*
 * The scheme word that Fly documents for what the list holds; macaroons begin
 * with one of three labels, everything else is a session token.
 */
static const char *scheme_of(const char *token)
{
	static const char *const labels[] = {"fm2_", "fm1r_", "fm1a_"};
	const char *part;
	size_t i;

	for (part = token; part; part = strchr(part, ',')) {
		part += *part == ',';
		for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
			if (strncmp(part, labels[i], strlen(labels[i])) == 0)
				return "FlyV1 ";
	}
	return "Bearer ";
}

static bool add(struct curl_slist **headers, const char *line, struct error *err)
{
	struct curl_slist *longer = curl_slist_append(*headers, line);

	if (longer == NULL)
		return fail(err, ERR_FAILED, "out of memory");
	*headers = longer;
	return true;
}

static bool add_authorization(struct curl_slist **headers, const char *token,
			      struct error *err)
{
	AUTO_SECRET struct secret line = SECRET_EMPTY;

	secret_append_string(&line, "Authorization: ");
	secret_append_string(&line, scheme_of(token));
	secret_append_string(&line, token);
	return add(headers, line.data, err);
}

static bool add_all(struct curl_slist **headers, const char *token,
		    struct error *err)
{
	return add(headers, "Content-Type: application/json; charset=utf-8",
		   err) &&
	       add(headers, "Accept: application/json", err) &&
	       add(headers, "Expect:", err) && /* no round trip before it */
	       (token == NULL || add_authorization(headers, token, err));
}

bool headers_make(const char *token, struct curl_slist **ret_headers,
		  struct error *err)
{
	struct curl_slist *headers = NULL;

	if (!add_all(&headers, token, err)) {
		headers_free(headers);
		return false;
	}
	*ret_headers = headers;
	return true;
}
