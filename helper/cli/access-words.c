/* SPDX-License-Identifier: MIT */
/* What a macaroon may do, in words. */
#include "config.h"

#include "cli/access-words.h"

#include "cli/limit-words.h"
#include "token/caveat-form.h"
#include "token/encoding.h"
#include "token/grant.h"

#include <inttypes.h>
#include <stdio.h>

/* No token names these, so they stand for all that are not named. */
#define OTHER_ID   UINT64_MAX
#define OTHER_NAME "\x01"

#define APPS_SHOWN     16
#define FEATURES_SHOWN 32

/* What is asked about, besides the organization. */
struct survey {
	uint64_t apps[APPS_SHOWN];
	size_t app_count;
	struct slice features[FEATURES_SHOWN];
	size_t feature_count;
	struct slice mutation; /* the first that is allowed */
	bool has_more;
};

static void append_id(struct secret *text, uint64_t id)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRIu64, id);
	secret_append_string(text, digits);
}

static void add_app(struct survey *survey, struct slice key)
{
	uint64_t id;
	size_t i;

	if (!encoding_unsigned(key, &id) || id == 0)
		return;
	for (i = 0; i < survey->app_count; i++)
		if (survey->apps[i] == id)
			return;
	if (i == APPS_SHOWN)
		survey->has_more = true;
	else
		survey->apps[survey->app_count++] = id;
}

static void add_feature(struct survey *survey, struct slice name)
{
	size_t i;

	for (i = 0; i < survey->feature_count; i++)
		if (slice_equal(survey->features[i], name))
			return;
	if (i < FEATURES_SHOWN && name.length)
		survey->features[survey->feature_count++] = name;
}

static bool look_at(const struct caveat *caveat, void *context)
{
	struct survey *survey = context;
	struct slice rest = caveat->body, key, mask, name;
	size_t fields, count;

	if (caveat->type == CAVEAT_MUTATIONS) {
		if (survey->mutation.bytes == NULL &&
		    encoding_array(&rest, &fields) &&
		    encoding_array(&rest, &count) &&
		    encoding_next(&rest, &key) && encoding_bytes(key, &name))
			survey->mutation = name;
		return true;
	}
	if (caveat->type != CAVEAT_APPS && caveat->type != CAVEAT_FEATURE_SET)
		return true;
	if (!encoding_array(&rest, &fields) || !encoding_map(&rest, &count))
		return true;
	for (; count; count--) {
		if (!encoding_next(&rest, &key) || !encoding_next(&rest, &mask))
			return true;
		if (caveat->type == CAVEAT_APPS)
			add_app(survey, key);
		else if (encoding_bytes(key, &name))
			add_feature(survey, name);
	}
	return true;
}

/* Those with meanings of their own (superfly/macaroon, flyio/). */
static void make_survey(struct caveat_list list, struct survey *ret_survey)
{
	static const char *const features[] = {
		"addon",	"authentication", "billing", "builder",
		"checks",	"deletion",	  "domain",  "document_signing",
		"litefs-cloud", "membership",	  "site",    "wg"};
	size_t i;

	*ret_survey = (struct survey){.has_more = false};
	for (i = 0; i < sizeof(features) / sizeof(features[0]); i++)
		add_feature(ret_survey, slice_of_string(features[i]));
	caveats_visit(list, look_at, ret_survey);
}

/* Only what differs from the app itself. */
static void append_part(struct secret *text, struct caveat_list list,
			const struct access *access, const char *name,
			unsigned int as_before)
{
	struct grant grant = caveats_grant(list, access);

	if (grant.actions == as_before)
		return;
	secret_append_string(text, "; its ");
	secret_append_string(text, name);
	secret_append_string(text, ": ");
	append_actions(text, grant);
}

static void append_app(struct secret *text, struct caveat_list list,
		       struct access access, const char *name)
{
	struct grant grant;
	struct access part = access;

	if (access.app != OTHER_ID) {
		secret_append_string(text, "app ");
		append_id(text, access.app);
	} else {
		secret_append_string(text, name);
	}
	secret_append_string(text, ": ");
	grant = caveats_grant(list, &access);
	append_actions(text, grant);
	part.app_feature = slice_of_string("images");
	append_part(text, list, &part, "images", grant.actions);
	part = access;
	part.machine = slice_of_string(OTHER_NAME);
	append_part(text, list, &part, "machines", grant.actions);
	part = access;
	part.volume = slice_of_string(OTHER_NAME);
	append_part(text, list, &part, "volumes", grant.actions);
	secret_append(text, "\n", 1);
}

static void append_apps(struct secret *text, struct caveat_list list,
			struct access access, const struct survey *survey)
{
	size_t i;

	for (i = 0; i < survey->app_count; i++) {
		access.app = survey->apps[i];
		append_app(text, list, access, "");
	}
	if (survey->has_more)
		secret_append_string(text, "and more apps\n");
	access.app = OTHER_ID;
	append_app(text, list, access,
		   survey->app_count ? "other apps" : "every app");
}

/* The features that may be used so, in one line; each is told once. */
static void append_features(struct secret *text, struct caveat_list list,
			    struct access access, const struct survey *survey,
			    unsigned int actions)
{
	const char *before = "features ";
	struct grant grant = {0, true}, one;
	size_t i;

	for (i = 0; i < survey->feature_count; i++) {
		access.feature = survey->features[i];
		one = caveats_grant(list, &access);
		if (one.actions != actions)
			continue;
		grant = one;
		secret_append_string(text, before);
		append_printable(text, survey->features[i]);
		before = ", ";
	}
	if (before[0] != ',')
		return;
	secret_append_string(text, ": ");
	append_actions(text, grant);
	secret_append(text, "\n", 1);
}

/* Those that are like any other feature are told last, if that is news. */
static void append_all_features(struct secret *text, struct caveat_list list,
				struct access access,
				const struct survey *survey,
				unsigned int as_before)
{
	unsigned int actions;
	struct grant others;

	access.feature = slice_of_string(OTHER_NAME);
	others = caveats_grant(list, &access);
	for (actions = ACTIONS_ALL + 1; actions-- > 0;)
		if (actions != others.actions)
			append_features(text, list, access, survey, actions);
	if (others.actions == as_before)
		return;
	secret_append_string(text, "other features: ");
	append_actions(text, others);
	secret_append(text, "\n", 1);
}

void access_words(struct caveat_list list, struct secret *ret_lines)
{
	struct access access = {.organization = OTHER_ID};
	struct survey survey;
	struct grant grant;
	uint64_t id;

	make_survey(list, &survey);
	access.mutation = survey.mutation;
	if (caveats_organization(list, &id)) {
		access.organization = id;
		secret_append_string(ret_lines, "organization ");
		append_id(ret_lines, id);
	} else {
		secret_append_string(ret_lines, "every organization");
	}
	secret_append_string(ret_lines, ": ");
	grant = caveats_grant(list, &access);
	append_actions(ret_lines, grant);
	secret_append(ret_lines, "\n", 1);
	append_apps(ret_lines, list, access, &survey);
	append_all_features(ret_lines, list, access, &survey, grant.actions);
	limit_words(list, &access, ret_lines);
}
