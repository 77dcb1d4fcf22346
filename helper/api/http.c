/* SPDX-License-Identifier: MIT */
/* Every call of libcurl: one connection to a server, requests over it. */
#include "config.h"

#include "api/http.h"

#include "api/http-failure.h"
#include "api/http-headers.h"
#include "api/http-target.h"
#include "util/alloc.h"
#include "util/timestamp.h"

#include <curl/curl.h>
#include <string.h>
#include <time.h>

#define CONNECT_MS 10000
#define BODY_MAX   ((size_t)1024 * 1024)
#define HEADER_MAX ((size_t)64 * 1024)

struct http {
	CURL *curl;
	CURLU *url;
	struct curl_slist *headers; /* as http-headers.h has them */
	int64_t deadline;	    /* milliseconds */
	int64_t timeout;
	char host[256];
	char detail[CURL_ERROR_SIZE]; /* what libcurl says of a failure */
};

/* One request on its way. */
struct transfer {
	struct slice unsent;
	size_t header_bytes;
	bool is_too_large;
	struct http_reply *reply;
};

void http_reply_clear(struct http_reply *reply)
{
	secret_clear(&reply->body);
	*reply = (struct http_reply)HTTP_REPLY_EMPTY;
}

void http_freep(struct http **http)
{
	if (*http == NULL)
		return;
	headers_free((*http)->headers);
	curl_easy_cleanup((*http)->curl);
	curl_url_cleanup((*http)->url);
	curl_global_cleanup();
	free(*http);
	*http = NULL;
}

static bool set_headers(struct http *http, const char *token, struct error *err)
{
	if (!headers_make(token, &http->headers, err))
		return false;
	/* Else a proxy would be shown the token. */
	curl_easy_setopt(http->curl, CURLOPT_HEADEROPT,
			 (long)CURLHEADER_SEPARATE);
	curl_easy_setopt(http->curl, CURLOPT_USERAGENT,
			 PACKAGE_NAME "/" PACKAGE_VERSION);
	return true;
}

static size_t give_body(char *buffer, size_t size, size_t count, void *data)
{
	struct transfer *transfer = data;
	size_t length = size * count;

	if (length > transfer->unsent.length)
		length = transfer->unsent.length;
	if (length)
		memcpy(buffer, transfer->unsent.bytes, length);
	transfer->unsent.bytes += length;
	transfer->unsent.length -= length;
	return length;
}

/*
 * When a connection that was kept turns out dead, libcurl would quietly send
 * the request again on a new one. The server may have done the work by then,
 * so whether to repeat is for our caller to say.
 */
static int refuse_rewind(void *data, curl_off_t offset, int origin)
{
	(void)data;
	(void)offset;
	(void)origin;
	return CURL_SEEKFUNC_FAIL;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *data)
{
	struct transfer *transfer = data;
	size_t length = size * count;

	if (transfer->reply->body.length + length > BODY_MAX) {
		transfer->is_too_large = true;
		return 0;
	}
	secret_append(&transfer->reply->body, bytes, length);
	return length;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *data)
{
	struct transfer *transfer = data;

	(void)bytes;
	transfer->header_bytes += size * count;
	if (transfer->header_bytes > HEADER_MAX) {
		transfer->is_too_large = true;
		return 0;
	}
	return size * count;
}

static void set_callbacks(CURL *curl)
{
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_body);
	curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, refuse_rewind);
}

static void set_limits(CURL *curl)
{
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION,
			 (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)BODY_MAX);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* Don't wait at the end for a name server that does not answer. */
	curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
#endif
}

bool http_open(const struct http_target *target, struct http **ret_http,
	       struct error *err)
{
	CLEANUP(http_freep) struct http *http = NULL;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return fail(err, ERR_FAILED, "libcurl does not work here");
	http = alloc_zeroed(1, sizeof(*http));
	http->curl = curl_easy_init();
	http->url = curl_url();
	if (http->curl == NULL || http->url == NULL)
		return fail(err, ERR_FAILED, "libcurl does not work here");
	http->timeout = target->timeout;
	http->deadline = clock_steady() + target->timeout * 1000;
	if (!target_set(target, http->curl, http->url, err) ||
	    !set_headers(http, target->token, err))
		return false;
	target_name(http->url, http->host, sizeof(http->host));
	set_callbacks(http->curl);
	set_limits(http->curl);
	curl_easy_setopt(http->curl, CURLOPT_ERRORBUFFER, http->detail);
	*ret_http = take_ptr(&http);
	return true;
}

const char *http_host(const struct http *http)
{
	return http->host;
}

int64_t http_left(const struct http *http)
{
	return http->deadline - clock_steady();
}

static void set_method(struct http *http, enum http_method method,
		       const struct transfer *transfer)
{
	if (method == HTTP_GET) {
		curl_easy_setopt(http->curl, CURLOPT_HTTPGET, 1L);
		curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER,
				 http->headers->next);
		return;
	}
	curl_easy_setopt(http->curl, CURLOPT_POST, 1L);
	curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, http->headers);
	curl_easy_setopt(http->curl, CURLOPT_POSTFIELDSIZE_LARGE,
			 (curl_off_t)transfer->unsent.length);
}

static void prepare(struct http *http, const struct http_request *request,
		    struct transfer *transfer)
{
	int64_t left = http_left(http);

	left = left > 0 ? left : 1; /* 0 would be for ever */
	http->detail[0] = '\0';
	curl_url_set(http->url, CURLUPART_PATH, request->path, 0);
	curl_url_set(http->url, CURLUPART_QUERY, request->query, 0);
	curl_easy_setopt(http->curl, CURLOPT_CURLU, http->url);
	curl_easy_setopt(http->curl, CURLOPT_TIMEOUT_MS, (long)left);
	curl_easy_setopt(http->curl, CURLOPT_CONNECTTIMEOUT_MS,
			 (long)(left < CONNECT_MS ? left : CONNECT_MS));
	curl_easy_setopt(http->curl, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(http->curl, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(http->curl, CURLOPT_READDATA, transfer);
	set_method(http, request->method, transfer);
}

/* The header's value, or NULL. */
static const char *header_of(CURL *curl, const char *name)
{
	struct curl_header *header;

	return curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &header) ==
			       CURLHE_OK
		       ? header->value
		       : NULL;
}

/*
 * Retry-After is a number of seconds or a date (RFC 9110, section 10.2.3). A
 * date is the server's, so it is counted from the server's now: libcurl, which
 * would read the header for us, counts from our own clock, which may be wrong.
 */
static int64_t retry_after(CURL *curl, const struct http_reply *reply)
{
	const char *value = header_of(curl, "Retry-After");
	int64_t now = reply->has_date ? reply->date : clock_now();
	int64_t seconds;

	if (value == NULL)
		return 0;
	if (!number_parse(value, &seconds))
		seconds = (int64_t)curl_getdate(value, NULL) - now;
	return seconds > 0 ? seconds : 0;
}

static void note_facts(CURL *curl, struct http_reply *reply)
{
	const char *date = header_of(curl, "Date");
	long sent = 0;

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply->status);
	curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
	reply->was_sent = sent > 0;
	if (date)
		reply->date = (int64_t)curl_getdate(date, NULL);
	reply->has_date = reply->date > 0;
	reply->retry_after = retry_after(curl, reply);
}

bool http_send(struct http *http, const struct http_request *request,
	       struct http_reply *ret_reply, struct error *err)
{
	struct transfer transfer = {.unsent = request->json,
				    .reply = ret_reply};
	CURLcode code;

	http_reply_clear(ret_reply);
	prepare(http, request, &transfer);
	code = curl_easy_perform(http->curl);
	note_facts(http->curl, ret_reply);
	if (transfer.is_too_large)
		code = CURLE_FILESIZE_EXCEEDED;
	ret_reply->was_reset = failure_is_reset(code);
	return code == CURLE_OK ||
	       failure_tell(&(struct failure){.code = code,
					      .host = http->host,
					      .detail = http->detail,
					      .timeout = http->timeout},
			    err);
}
