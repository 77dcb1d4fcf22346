/* SPDX-License-Identifier: MIT */
/* The kinds of token that people ask for by name. */
#include "config.h"

#include "token/kind.h"

#include "token/caveat-write.h"
#include "token/encoding.h"
#include "token/narrow.h"

/* Copies that a kind makes of a permission token, at most. */
#define COPIES_MAX 2

/* What the caveats of a kind are written from. */
struct subject {
	uint64_t organization_id;
	const struct allowed_command *command;
};

/* A caveat more on the organization, which is allowed reading. */
static void write_readonly(struct msgpack_packer *packer,
			   const struct subject *subject)
{
	msgpack_pack_uint64(packer, CAVEAT_ORGANIZATION);
	msgpack_pack_array(packer, 2);
	msgpack_pack_uint64(packer, subject->organization_id);
	msgpack_pack_unsigned_int(packer, MAY_READ);
}

/* One copy can't do both: these mutations are more than reading. */
static void write_ssh_reading(struct msgpack_packer *packer,
			      const struct subject *subject)
{
	(void)subject;
	msgpack_pack_uint64(packer, CAVEAT_ACTION);
	msgpack_pack_unsigned_int(packer, MAY_READ);
}

static void write_ssh_mutations(struct msgpack_packer *packer,
				const struct subject *subject)
{
	(void)subject;
	msgpack_pack_uint64(packer, CAVEAT_MUTATIONS);
	msgpack_pack_array(packer, 1);
	msgpack_pack_array(packer, 2);
	caveat_pack_text(packer, "issueCertificate");
	caveat_pack_text(packer, "addWireGuardPeer");
}

static void write_machine_exec(struct msgpack_packer *packer,
			       const struct subject *subject)
{
	static const struct allowed_command any = {NULL, 0, false};
	const struct allowed_command *command = subject->command;
	size_t i;

	if (command == NULL)
		command = &any;
	caveat_pack_if_present(packer, 1);
	msgpack_pack_uint64(packer, CAVEAT_COMMANDS);
	msgpack_pack_array(packer, 1);
	msgpack_pack_array(packer, 2);
	msgpack_pack_array(packer, command->count);
	for (i = 0; i < command->count; i++)
		caveat_pack_text(packer, command->arguments[i]);
	if (command->is_exact)
		msgpack_pack_true(packer);
	else
		msgpack_pack_false(packer);
	msgpack_pack_unsigned_int(packer, MAY_READ);
}

/* No app at all: an empty set refuses everything that names one. */
static void write_wireguard(struct msgpack_packer *packer,
			    const struct subject *subject)
{
	(void)subject;
	caveat_pack_if_present(packer, 2);
	caveat_pack_resources(packer, CAVEAT_APPS, 0);
	caveat_pack_resources(packer, CAVEAT_FEATURE_SET, 1);
	caveat_pack_text(packer, "wg");
	msgpack_pack_unsigned_int(packer, MAY_ALL);
	msgpack_pack_unsigned_int(packer, MAY_READ);
}

/* Each function writes the one caveat of one copy. */
static const struct {
	const char *name;
	enum scope_kind scope;
	void (*copies[COPIES_MAX])(struct msgpack_packer *packer,
				   const struct subject *subject);
} kinds[KIND_COUNT] = {
	[KIND_DEPLOY] = {"deploy", SCOPE_APP, {NULL}},
	[KIND_ORG] = {"org", SCOPE_ORGANIZATION, {NULL}},
	[KIND_READONLY] = {"readonly", SCOPE_ORGANIZATION, {write_readonly}},
	[KIND_SSH] = {"ssh",
		      SCOPE_APP,
		      {write_ssh_reading, write_ssh_mutations}},
	[KIND_MACHINE_EXEC] = {"machine-exec", SCOPE_APP, {write_machine_exec}},
	[KIND_WIREGUARD] = {"wireguard", SCOPE_ORGANIZATION, {write_wireguard}},
	[KIND_LITEFS_CLOUD] = {"litefs-cloud", SCOPE_ORGANIZATION, {NULL}},
};

const char *kind_name(enum kind kind)
{
	return kinds[kind].name;
}

bool kind_parse(const char *name, enum kind *ret_kind)
{
	size_t i;

	for (i = 0; i < KIND_COUNT; i++)
		if (strcmp(kinds[i].name, name) == 0) {
			*ret_kind = (enum kind)i;
			return true;
		}
	return false;
}

enum scope_kind kind_scope(enum kind kind)
{
	return kinds[kind].scope;
}

bool kind_is_plain(enum kind kind)
{
	return kinds[kind].copies[0] == NULL;
}

bool kind_narrow(enum kind kind, const struct bundle *bundle,
		 const struct allowed_command *command, struct secret *ret_text,
		 struct error *err)
{
	AUTO_SECRET struct secret written = SECRET_EMPTY;
	struct subject subject = {.command = command};
	struct slice sets[COPIES_MAX];
	size_t ends[COPIES_MAX], count, i;
	static const struct audience anyone;
	struct msgpack_packer packer;

	if (!bundle_organization(bundle, &subject.organization_id))
		return fail(err, ERR_DENIED,
			    "the credential is not for one organization, and "
			    "no token of kind %s can be made of it",
			    kinds[kind].name);
	msgpack_packer_init(&packer, &written, encoding_write);
	for (i = 0; i < COPIES_MAX && (i == 0 || kinds[kind].copies[i]); i++) {
		msgpack_pack_array(&packer, kind_is_plain(kind) ? 0 : 2);
		if (!kind_is_plain(kind))
			kinds[kind].copies[i](&packer, &subject);
		ends[i] = written.length;
	}
	/* Only now: the bytes may have moved while they grew. */
	for (count = i, i = 0; i < count; i++) {
		size_t start = i ? ends[i - 1] : 0;

		sets[i] = slice_of(written.data + start, ends[i] - start);
	}
	return bundle_append_each(bundle, anyone, sets, count, ret_text, err);
}
