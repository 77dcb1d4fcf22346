/* SPDX-License-Identifier: MIT */
/* What a failed transfer means, in words for people. */
#include "config.h"

#include "api/http-failure.h"

#include "util/terminal.h"

#define CUT "cut the connection before its answer was complete"

static const struct reason {
	CURLcode code;
	enum error_code kind;
	const char *what; /* the host does */
	const char *next;
} reasons[] = {
	{CURLE_COULDNT_RESOLVE_HOST, ERR_NETWORK, "has no address that we find",
	 "check the network connection"},
	{CURLE_COULDNT_RESOLVE_PROXY, ERR_NETWORK,
	 "can't be reached: the proxy has no address that we find",
	 "check the proxy setting"},
	{CURLE_PROXY, ERR_NETWORK, "can't be reached: the proxy refused",
	 "check the proxy setting"},
	{CURLE_COULDNT_CONNECT, ERR_NETWORK, "takes no connection",
	 "check the network connection, or try again later"},
	{CURLE_OPERATION_TIMEDOUT, ERR_NETWORK, "did not answer in time",
	 "try again later"},
	{CURLE_GOT_NOTHING, ERR_NETWORK, CUT, "try again"},
	{CURLE_RECV_ERROR, ERR_NETWORK, CUT, "try again"},
	{CURLE_SEND_ERROR, ERR_NETWORK, CUT, "try again"},
	{CURLE_PARTIAL_FILE, ERR_NETWORK, CUT, "try again"},
	{CURLE_SEND_FAIL_REWIND, ERR_NETWORK, CUT, "try again"},
	{CURLE_FILESIZE_EXCEEDED, ERR_NETWORK,
	 "answers with more than any answer has",
	 "check the API's address, or try again later"},
	{CURLE_PEER_FAILED_VERIFICATION, ERR_NETWORK,
	 "shows a certificate that is not trusted",
	 "check the API's address and the CA file; nothing was sent"},
	{CURLE_SSL_CONNECT_ERROR, ERR_NETWORK,
	 "does not speak TLS as it should",
	 "check the API's address; nothing was sent"},
	{CURLE_SSL_CACERT_BADFILE, ERR_USAGE,
	 "can't be verified: the CA file can't be used",
	 "name a readable PEM file"},
};

bool failure_is_reset(CURLcode code)
{
	return code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR ||
	       code == CURLE_SEND_ERROR || code == CURLE_SEND_FAIL_REWIND ||
	       code == CURLE_PARTIAL_FILE;
}

static const struct reason *find(CURLcode code)
{
	static const struct reason other = {
		CURLE_OK, ERR_NETWORK, "answers with something that is no HTTP",
		"check the API's address, or try again later"};
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].code == code)
			return &reasons[i];
	return &other;
}

/* libcurl's words help where the user can do something about it. */
static bool detail_helps(const struct failure *failure)
{
	return failure->detail[0] &&
	       (failure->code == CURLE_PEER_FAILED_VERIFICATION ||
		failure->code == CURLE_SSL_CONNECT_ERROR ||
		failure->code == CURLE_SSL_CACERT_BADFILE ||
		find(failure->code)->code == CURLE_OK);
}

bool failure_tell(const struct failure *failure, struct error *err)
{
	const struct reason *reason = find(failure->code);
	char detail[200];

	if (failure->code == CURLE_OPERATION_TIMEDOUT)
		return fail(err, reason->kind,
			    "%s did not answer within %lld seconds; %s",
			    failure->host, (long long)failure->timeout,
			    reason->next);
	if (!detail_helps(failure))
		return fail(err, reason->kind, "%s %s; %s", failure->host,
			    reason->what, reason->next);
	text_printable(failure->detail, detail, sizeof(detail));
	return fail(err, reason->kind, "%s %s (%s); %s", failure->host,
		    reason->what, detail, reason->next);
}
