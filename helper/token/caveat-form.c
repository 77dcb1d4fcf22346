/* SPDX-License-Identifier: MIT */
/* The one table of caveats: what each type is called, what its body holds. */
#include "config.h"

#include "token/caveat-form.h"

#include <string.h>

#define STAR_MASK 0xffffU

/* A set of resources under that name: { "apps": { "123": "rw" } }. */
#define RESOURCES(number, title, member)                    \
	{                                                   \
		number, title, NULL, false, 1,              \
		{                                           \
			{                                   \
				member, SHAPE_MASKS_BY_NAME \
			}                                   \
		}                                           \
	}
#define ONE_FIELD(number, title, member, shape) \
	{                                       \
		number, title, NULL, false, 1,  \
		{                               \
			{                       \
				member, shape   \
			}                       \
		}                               \
	}
#define BARE(number, title, shape)            \
	{                                     \
		number, title, NULL, true, 1, \
		{                             \
			{                     \
				"body", shape \
			}                     \
		}                             \
	}

static const struct caveat_form forms[] = {
	{0,
	 "Organization",
	 "DeprecatedOrganization",
	 false,
	 2,
	 {{"id", SHAPE_UNSIGNED}, {"mask", SHAPE_MASK}}},
	RESOURCES(2, "Volumes", "volumes"),
	{3, "Apps", "DeprecatedApps", false, 1, {{"apps", SHAPE_MASKS_BY_ID}}},
	{4,
	 "ValidityWindow",
	 NULL,
	 false,
	 2,
	 {{"not_before", SHAPE_INTEGER}, {"not_after", SHAPE_INTEGER}}},
	RESOURCES(5, "FeatureSet", "features"),
	ONE_FIELD(6, "Mutations", "mutations", SHAPE_TEXTS),
	RESOURCES(7, "Machines", "machines"),
	ONE_FIELD(8, "ConfineUser", "id", SHAPE_UNSIGNED),
	ONE_FIELD(9, "ConfineOrganization", "id", SHAPE_UNSIGNED),
	ONE_FIELD(10, "IsUser", "uint64", SHAPE_UNSIGNED),
	{11,
	 "3P",
	 NULL,
	 false,
	 3,
	 {{"Location", SHAPE_TEXT},
	  {"VerifierKey", SHAPE_BYTES},
	  {"Ticket", SHAPE_BYTES}}},
	BARE(12, "BindToParentToken", SHAPE_BYTES),
	{13,
	 "IfPresent",
	 NULL,
	 false,
	 2,
	 {{"ifs", SHAPE_CAVEATS}, {"else", SHAPE_MASK}}},
	RESOURCES(14, "MachineFeatureSet", "features"),
	ONE_FIELD(15, "FromMachineSource", "id", SHAPE_TEXT),
	RESOURCES(16, "Clusters", "clusters"),
	BARE(19, "ConfineGoogleHD", SHAPE_TEXT),
	BARE(20, "ConfineGitHubOrg", SHAPE_UNSIGNED),
	BARE(21, "MaxValidity", SHAPE_UNSIGNED),
	{22, "IsMember", "NoAdminFeatures", false, 0, {{NULL, SHAPE_COUNT}}},
	BARE(23, "FlyioUserID", SHAPE_UNSIGNED),
	BARE(24, "GitHubUserID", SHAPE_UNSIGNED),
	BARE(25, "GoogleUserID", SHAPE_BIG_NUMBER),
	BARE(26, "Action", SHAPE_MASK),
	BARE(27, "Commands", SHAPE_COMMANDS),
	RESOURCES(28, "AppFeatureSet", "features"),
	RESOURCES(29, "StorageObjects", "storage_objects"),
	BARE(30, "AllowedRoles", SHAPE_UNSIGNED_32),
	{31,
	 "FlySrc",
	 NULL,
	 false,
	 3,
	 {{"organization", SHAPE_TEXT},
	  {"app", SHAPE_TEXT},
	  {"instance", SHAPE_TEXT}}},
};

const struct caveat_form caveat_command_form = {
	0,     "command", NULL,
	false, 2,	  {{"args", SHAPE_TEXTS}, {"exact", SHAPE_BOOLEAN}},
};

#define FORMS (sizeof(forms) / sizeof(forms[0]))

const struct caveat_form *caveat_form_of_type(uint64_t type)
{
	size_t i;

	for (i = 0; i < FORMS; i++)
		if (forms[i].type == type)
			return &forms[i];
	return NULL;
}

const struct caveat_form *caveat_form_of_name(const char *name)
{
	size_t i;

	for (i = 0; i < FORMS; i++)
		if (strcmp(forms[i].name, name) == 0 ||
		    (forms[i].alias && strcmp(forms[i].alias, name) == 0))
			return &forms[i];
	return NULL;
}

void actions_format(uint64_t mask, char ret_text[static ACTIONS_SIZE])
{
	size_t i;

	for (i = 0; ACTION_LETTERS[i]; i++)
		if (mask & 1U << i)
			*ret_text++ = ACTION_LETTERS[i];
	*ret_text = '\0';
}

bool actions_parse(const char *text, uint64_t *ret_mask)
{
	uint64_t mask = 0;
	const char *letter;

	for (; *text; text++) {
		letter = strchr(ACTION_LETTERS, *text);
		if (letter)
			mask |= 1U << (letter - ACTION_LETTERS);
		else if (*text == '*')
			mask |= STAR_MASK;
		else
			return false;
	}
	*ret_mask = mask;
	return true;
}
