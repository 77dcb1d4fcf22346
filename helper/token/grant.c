/* SPDX-License-Identifier: MIT */
/* What caveats leave of an access, judged as the issuer would. */
#include "config.h"

#include "token/grant.h"

#include "token/caveat-form.h"
#include "token/encoding.h"
#include "token/grant-match.h"

/* No real token nests more than once. */
#define DEPTH_MAX 16

/* One caveat's view of the access. */
struct verdict {
	bool concerns; /* the access names what the caveat is about */
	bool is_certain;
	unsigned int actions;
};

static const struct verdict nothing = {true, true, 0};
static const struct verdict everything = {true, true, ACTIONS_ALL};
static const struct verdict unspecified = {false, true, 0};
static const struct verdict unknown = {true, false, ACTIONS_ALL};

struct judge {
	const struct access *access;
	unsigned int depth;
	struct slice named; /* what the access has of the kind in question */
};

static struct verdict judge_caveat(const struct judge *judge,
				   const struct caveat *caveat);

static struct verdict mask_verdict(struct slice value)
{
	struct verdict verdict = everything;
	uint64_t mask;

	if (!encoding_unsigned(value, &mask))
		return nothing;
	verdict.actions &= (unsigned int)mask;
	return verdict;
}

static struct verdict judge_organization(const struct judge *judge,
					 struct slice body)
{
	struct slice id, mask;
	uint64_t number;

	if (!grant_fields(&body, 2) || !encoding_next(&body, &id) ||
	    !encoding_next(&body, &mask) || !encoding_unsigned(id, &number) ||
	    (number && number != judge->access->organization))
		return nothing;
	return mask_verdict(mask);
}

/* What several keys allow is what each of them allows. */
static struct verdict judge_entries(struct slice body,
				    const struct wanted_resource *wanted)
{
	struct verdict verdict = everything;

	return resources_mask(body, wanted, &verdict.actions) ? verdict
							      : nothing;
}

static struct verdict judge_apps(const struct judge *judge, struct slice body)
{
	const struct wanted_resource wanted = {.id = judge->access->app};

	return wanted.id ? judge_entries(body, &wanted) : unspecified;
}

static struct verdict judge_names(const struct judge *judge, struct slice body)
{
	const struct wanted_resource wanted = {.name = judge->named};

	return wanted.name.bytes ? judge_entries(body, &wanted) : unspecified;
}

static struct verdict judge_prefixes(const struct judge *judge,
				     struct slice body)
{
	const struct wanted_resource wanted = {.name = judge->named,
					       .by_prefix = true};

	return wanted.name.bytes ? judge_entries(body, &wanted) : unspecified;
}

static struct verdict judge_mutations(const struct judge *judge,
				      struct slice body)
{
	struct slice one, name;
	size_t count;

	if (judge->named.bytes == NULL || !grant_fields(&body, 1) ||
	    !encoding_array(&body, &count))
		return nothing;
	for (; count; count--)
		if (encoding_next(&body, &one) && encoding_bytes(one, &name) &&
		    slice_equal(name, judge->named))
			return everything;
	return nothing;
}

static struct verdict judge_commands(const struct judge *judge,
				     struct slice body)
{
	struct slice allowed;
	size_t count;

	if (judge->named.bytes == NULL)
		return unspecified;
	if (!encoding_array(&body, &count))
		return nothing;
	for (; count; count--)
		if (encoding_next(&body, &allowed) &&
		    command_fits(allowed, judge->named))
			return everything;
	return nothing;
}

static struct verdict judge_action(const struct judge *judge, struct slice body)
{
	(void)judge;
	return mask_verdict(body);
}

/* All that concern the access must allow it; if none does, the mask does. */
static struct verdict judge_if_present(const struct judge *judge,
				       struct slice body)
{
	struct judge inner = {.access = judge->access,
			      .depth = judge->depth + 1};
	struct verdict verdict = everything, one;
	struct caveat_list conditions;
	struct caveat caveat;
	struct slice mask;
	bool concerns = false;

	if (judge->depth == DEPTH_MAX || !grant_fields(&body, 2) ||
	    !caveats_read(&body, &conditions) || !encoding_next(&body, &mask))
		return nothing;
	while (caveat_next(&conditions.bytes, &caveat)) {
		one = judge_caveat(&inner, &caveat);
		if (!one.concerns)
			continue;
		concerns = true;
		verdict.actions &= one.actions;
		verdict.is_certain &= one.is_certain;
	}
	return concerns ? verdict : mask_verdict(mask);
}

/* What an ordinary member may do to these; to any other feature, nothing. */
static const struct {
	const char *feature;
	unsigned int actions;
} member_features[] = {
	{"wg", ACTIONS_ALL},
	{"domain", ACTIONS_ALL},
	{"site", ACTIONS_ALL},
	{"builder", ACTIONS_ALL},
	{"addon", ACTIONS_ALL},
	{"checks", ACTIONS_ALL},
	{"litefs-cloud", ACTIONS_ALL},
	{"membership", 1},
	{"billing", 1},
};

static struct verdict judge_member(const struct judge *judge, struct slice body)
{
	struct verdict verdict = nothing;
	size_t i;

	(void)body;
	if (judge->named.bytes == NULL)
		return everything;
	for (i = 0; i < sizeof(member_features) / sizeof(member_features[0]);
	     i++)
		if (slice_equal(judge->named,
				slice_of_string(member_features[i].feature)))
			verdict.actions = member_features[i].actions;
	return verdict;
}

/* Windows, markers, and what was settled by the discharge. */
static struct verdict judge_nothing(const struct judge *judge,
				    struct slice body)
{
	(void)judge;
	(void)body;
	return everything;
}

/* Of rules that look for no name in the access. */
#define NO_NAME SIZE_MAX

static const struct {
	uint64_t type;
	struct verdict (*judge)(const struct judge *judge, struct slice body);
	size_t named; /* the slice in struct access that it is about */
} rules[] = {
	{CAVEAT_ORGANIZATION, judge_organization, NO_NAME},
	{CAVEAT_VOLUMES, judge_names, offsetof(struct access, volume)},
	{CAVEAT_APPS, judge_apps, NO_NAME},
	{CAVEAT_VALIDITY_WINDOW, judge_nothing, NO_NAME},
	{CAVEAT_FEATURE_SET, judge_names, offsetof(struct access, feature)},
	{CAVEAT_MUTATIONS, judge_mutations, offsetof(struct access, mutation)},
	{CAVEAT_MACHINES, judge_names, offsetof(struct access, machine)},
	{CAVEAT_IS_USER, judge_nothing, NO_NAME},
	{CAVEAT_THIRD_PARTY, judge_nothing, NO_NAME},
	{CAVEAT_BIND_TO_PARENT, judge_nothing, NO_NAME},
	{CAVEAT_IF_PRESENT, judge_if_present, NO_NAME},
	{CAVEAT_MACHINE_FEATURE_SET, judge_names,
	 offsetof(struct access, machine_feature)},
	{CAVEAT_CLUSTERS, judge_names, offsetof(struct access, cluster)},
	{CAVEAT_IS_MEMBER, judge_member, offsetof(struct access, feature)},
	{CAVEAT_FLYIO_USER, judge_nothing, NO_NAME},
	{CAVEAT_GITHUB_USER, judge_nothing, NO_NAME},
	{CAVEAT_GOOGLE_USER, judge_nothing, NO_NAME},
	{CAVEAT_ACTION, judge_action, NO_NAME},
	{CAVEAT_COMMANDS, judge_commands, offsetof(struct access, command)},
	{CAVEAT_APP_FEATURE_SET, judge_names,
	 offsetof(struct access, app_feature)},
	{CAVEAT_STORAGE_OBJECTS, judge_prefixes,
	 offsetof(struct access, storage_object)},
};

static struct verdict judge_caveat(const struct judge *judge,
				   const struct caveat *caveat)
{
	struct judge about = *judge;
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (rules[i].type != caveat->type)
			continue;
		if (rules[i].named != NO_NAME)
			memcpy(&about.named,
			       (const char *)judge->access + rules[i].named,
			       sizeof(about.named));
		return rules[i].judge(&about, caveat->body);
	}
	return unknown;
}

struct grant caveats_grant(struct caveat_list list, const struct access *access)
{
	const struct judge judge = {.access = access};
	struct grant grant = {ACTIONS_ALL, true};
	struct verdict verdict;
	struct caveat caveat;

	while (caveat_next(&list.bytes, &caveat)) {
		verdict = judge_caveat(&judge, &caveat);
		grant.actions &= verdict.concerns ? verdict.actions : 0;
		grant.is_certain &= verdict.is_certain;
	}
	return grant;
}
