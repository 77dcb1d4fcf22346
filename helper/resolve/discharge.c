/* SPDX-License-Identifier: MIT */
/* The discharges that a token needs, fetched from who gives them. */
#include "config.h"

#include "resolve/discharge.h"

#include "api/call-discharge.h"
#include "resolve/endpoint.h"
#include "token/discharge.h"
#include "util/alloc.h"
#include "util/terminal.h"
#include "util/timestamp.h"

#include <string.h>

/* Seconds that a question needs at least. */
#define LEAST 2

/* One run over all tickets of a token. */
struct fetch {
	const struct discharging *job;
	struct api_endpoint endpoint;
	const struct secret *login;
	int64_t deadline; /* by clock_steady */
	const struct settings *settings;
	bool *ret_needs_person;
};

/* What is left of the time, for the next question. */
static int64_t left(const struct fetch *fetch)
{
	int64_t seconds = (fetch->deadline - clock_steady()) / 1000;

	return seconds > LEAST ? seconds : LEAST;
}

/* Seconds for all that needs no person. */
static int64_t time_limit(const struct session *session)
{
	int64_t whole = session_left(session) - API_GRACE;

	return whole < DISCHARGE_TIMEOUT ? whole : DISCHARGE_TIMEOUT;
}

static bool fail_page(const struct fetch *fetch, struct error *err)
{
	*fetch->ret_needs_person = true;
	return fail(err, ERR_DENIED,
		    "a person has to give it in a browser, for example by "
		    "single sign-on");
}

static bool fail_late(const struct api_third_party *party, struct error *err)
{
	return fail(err, ERR_NETWORK,
		    "%.200s did not give it within %d seconds; try again",
		    party->location, DISCHARGE_TIMEOUT);
}

/* Sends the person there and waits, as long as people need. */
static bool wait_for_person(struct fetch *fetch,
			    const struct api_third_party *party,
			    const struct api_discharge *promise,
			    struct secret *ret_text, struct error *err)
{
	const struct scope *scope = fetch->job->scope;
	AUTO_FREE char *what = alloc_formatted(
		"%s '%s' (account %s)",
		scope->kind == SCOPE_APP ? "app" : "organization", scope->name,
		fetch->job->account->name);
	const struct errand errand = {promise->page, what, DISCHARGE_PATIENCE};

	if (fetch->job->person == NULL)
		return fail_page(fetch, err);
	fetch->job->person->send(&errand);
	fetch->endpoint.timeout = DISCHARGE_PATIENCE;
	if (!api_discharge_poll(&fetch->endpoint, fetch->login, party,
				promise->poll_url, ret_text, err))
		return false;
	/* What comes next has its own time. */
	fetch->deadline = clock_steady() + DISCHARGE_TIMEOUT * 1000;
	return ret_text->length ||
	       fail(err, ERR_DENIED,
		    "nobody has been to the page within %d minutes; try again",
		    DISCHARGE_PATIENCE / 60);
}

static bool fetch_text(struct fetch *fetch, const struct api_third_party *party,
		       struct slice ticket, struct secret *ret_text,
		       struct error *err)
{
	AUTO_API_DISCHARGE struct api_discharge got = {.text = NULL};

	fetch->endpoint.timeout = left(fetch);
	if (!api_discharge(&fetch->endpoint, fetch->login, party, ticket, &got,
			   err))
		return false;
	if (got.text) {
		secret_append_string(ret_text, got.text);
		return true;
	}
	if (got.page)
		return wait_for_person(fetch, party, &got, ret_text, err);
	fetch->endpoint.timeout = left(fetch);
	return api_discharge_poll(&fetch->endpoint, fetch->login, party,
				  got.poll_url, ret_text, err) &&
	       (ret_text->length ||
		fail_late(party, err));
}

/* Fetches the discharge of one ticket and puts it into the text. */
static bool fetch_one(struct fetch *fetch, const struct ticket *ticket,
		      struct secret *text, struct error *err)
{
	const struct text_list *added = &fetch->settings->discharge_locations;
	AUTO_SECRET struct secret location = SECRET_EMPTY, got = SECRET_EMPTY;
	AUTO_SECRET struct secret whole = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct api_third_party party = {
		.allowed = (const char *const *)added->items,
		.count = added->count,
	};

	secret_append(&location, ticket->location.bytes,
		      ticket->location.length);
	/* With a NUL in it, what we would ask is not what it names. */
	party.location = strlen(secret_text(&location)) == location.length
				 ? secret_text(&location)
				 : "";
	if (!fetch_text(fetch, &party, ticket->bytes, &got, err) ||
	    !bundle_parse(secret_slice(text), &bundle, err) ||
	    !discharge_put(&bundle, ticket->bytes, secret_slice(&got),
			   fetch->job->now, &whole, err))
		return false;
	secret_clear(text);
	*text = whole;
	whole = (struct secret)SECRET_EMPTY;
	return true;
}

/* One after the other. */
static bool fetch_all(struct fetch *fetch, const struct secret *text,
		      struct secret *ret_text, struct error *err)
{
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct ticket tickets[TICKETS_MAX];
	size_t count, i;

	if (!bundle_parse(secret_slice(text), &bundle, err))
		return false;
	count = tickets_due(&bundle, fetch->job->until, tickets);
	if (count > TICKETS_MAX)
		return fail(err, ERR_DENIED,
			    "%zu are asked for, which is too many", count);
	secret_append(ret_text, text->data, text->length);
	for (i = 0; i < count; i++)
		if (!fetch_one(fetch, &tickets[i], ret_text, err))
			return false;
	return true;
}

bool discharges_fetch(struct session *session, const struct discharging *job,
		      struct secret *text, bool *ret_needs_person,
		      struct error *err)
{
	AUTO_SECRET struct secret login = SECRET_EMPTY, whole = SECRET_EMPTY;
	struct fetch fetch = {
		.job = job,
		.endpoint = account_endpoint(session, job->account),
		.login = &login,
		.deadline = clock_steady() + 1000 * time_limit(session),
		.settings = &session->settings,
		.ret_needs_person = ret_needs_person,
	};
	char organization[80];

	*ret_needs_person = false;
	if (!account_login(&session->store, job->account, &login, err))
		return false;
	if (!fetch_all(&fetch, text, &whole, err)) {
		text_printable(job->organization, organization,
			       sizeof(organization));
		return fail(err, err->code,
			    "organization '%s' needs a confirmation: %s",
			    organization, err->message);
	}
	secret_clear(text);
	*text = whole;
	whole = (struct secret)SECRET_EMPTY;
	return true;
}
