/* SPDX-License-Identifier: MIT */
/* Discharges: questions to third parties, asked through fly-cred-api. */
#include "config.h"

#include "api/call-discharge.h"

#include "api/discharge-place.h"
#include "api/exchange.h"
#include "api/request.h"
#include "token/armor.h"
#include "util/terminal.h"

#include <sodium.h>

void api_discharge_clear(struct api_discharge *discharge)
{
	api_reply_clear(&discharge->reply);
	*discharge = (struct api_discharge){.text = NULL};
}

static bool is_added(const struct api_third_party *party)
{
	size_t i;

	for (i = 0; i < party->count; i++)
		if (place_equal(party->allowed[i], party->location))
			return true;
	return false;
}

/* Macaroons are for Fly's own servers, never for a third party. */
static void take_oauth(const struct secret *login, struct secret *ret_text)
{
	const char *part = secret_text(login);
	size_t length;

	for (; *part; part += length + (part[length] == ',')) {
		length = strcspn(part, ",");
		if (length == 0 || armor_label(slice_of(part, length)))
			continue;
		if (ret_text->length)
			secret_append(ret_text, ",", 1);
		secret_append(ret_text, part, length);
	}
}

static bool fail_place(const struct api_third_party *party, struct error *err)
{
	char shown[200];

	text_printable(party->location, shown, sizeof(shown));
	return fail(err, ERR_DENIED,
		    "it has to come from '%s', which fly-cred does not ask; if "
		    "you trust it, add it to discharge.locations in "
		    "config.yml",
		    shown);
}

static bool begin(const struct api_endpoint *endpoint, const char *operation,
		  const struct secret *login,
		  const struct api_third_party *party, struct secret *request,
		  struct error *err)
{
	AUTO_SECRET struct secret oauth = SECRET_EMPTY;
	enum place_trust trust = place_trust(party->location, endpoint->url,
					     is_added(party));
	size_t i;

	if (trust == PLACE_REFUSED)
		return fail_place(party, err);
	if (trust == PLACE_WITH_LOGIN)
		take_oauth(login, &oauth);
	if (!request_begin(endpoint, operation, oauth.length ? &oauth : NULL,
			   request, err) ||
	    !attributes_add(request, FIELD_LOCATION, party->location, err))
		return false;
	for (i = 0; i < party->count; i++)
		if (!attributes_add(request, FIELD_ALLOWED, party->allowed[i],
				    err))
			return false;
	return true;
}

static void add_ticket(struct slice ticket, struct secret *request)
{
	size_t size = sodium_base64_encoded_len(ticket.length,
						sodium_base64_VARIANT_ORIGINAL);

	secret_append_string(request, FIELD_TICKET "=");
	secret_reserve(request, request->length + size + 1);
	sodium_bin2base64(request->data + request->length, size, ticket.bytes,
			  ticket.length, sodium_base64_VARIANT_ORIGINAL);
	request->length += size - 1;
	secret_append(request, "\n", 1);
}

bool api_discharge(const struct api_endpoint *endpoint,
		   const struct secret *login,
		   const struct api_third_party *party, struct slice ticket,
		   struct api_discharge *ret_discharge, struct error *err)
{
	AUTO_SECRET struct secret request = SECRET_EMPTY;
	const struct attributes *fields = &ret_discharge->reply.fields;

	if (!begin(endpoint, OPERATION_DISCHARGE, login, party, &request, err))
		return false;
	add_ticket(ticket, &request);
	if (!exchange_run(endpoint, &request, false, &ret_discharge->reply,
			  err))
		return false;
	ret_discharge->text = attributes_get(fields, FIELD_DISCHARGE);
	ret_discharge->poll_url = attributes_get(fields, FIELD_POLL_URL);
	ret_discharge->page = attributes_get(fields, FIELD_PAGE);
	return ret_discharge->text || ret_discharge->poll_url ||
	       request_fail_incomplete(err);
}

bool api_discharge_poll(const struct api_endpoint *endpoint,
			const struct secret *login,
			const struct api_third_party *party,
			const char *poll_url, struct secret *ret_text,
			struct error *err)
{
	AUTO_SECRET struct secret request = SECRET_EMPTY;
	AUTO_API_REPLY struct api_reply reply = {.text = SECRET_EMPTY};
	const char *text;

	if (!begin(endpoint, OPERATION_DISCHARGE_POLL, login, party, &request,
		   err) ||
	    !attributes_add(&request, FIELD_POLL_URL, poll_url, err) ||
	    !exchange_run(endpoint, &request, false, &reply, err))
		return false;
	text = attributes_get(&reply.fields, FIELD_DISCHARGE);
	if (text)
		secret_append_string(ret_text, text);
	return true;
}
