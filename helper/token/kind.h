/* SPDX-License-Identifier: MIT */
/*
 * The kinds of token that people ask for by name, as 'flyctl tokens create'
 * has them. Fly makes some; the others are made of those by adding caveats, of
 * which Fly knows nothing (flyctl, internal/command/tokens/create.go).
 */
#ifndef FC_KIND_H
#define FC_KIND_H

#include "token/bundle.h"
#include "token/scope.h"

/*
 * deploy        one app, builder and WireGuard; the organization read-only
 * org           all of one organization
 * readonly      reading in one organization
 * ssh           reading one app, and certificates and a tunnel to get there
 * machine-exec  running commands in one app's machines; else reading
 * wireguard     the organization's tunnels; else reading
 * litefs-cloud  one cluster of LiteFS Cloud
 */
enum kind {
	KIND_DEPLOY,
	KIND_ORG,
	KIND_READONLY,
	KIND_SSH,
	KIND_MACHINE_EXEC,
	KIND_WIREGUARD,
	KIND_LITEFS_CLOUD,
	KIND_COUNT,
};

/* The names in that order, for what is to be known when compiling. */
#define KIND_WORDS "deploy org readonly ssh machine-exec wireguard litefs-cloud"

/* A static text as in the table above, and back. */
const char *kind_name(enum kind kind);
bool kind_parse(const char *name, enum kind *ret_kind) MUST_CHECK;

/* What a token of that kind is for. */
enum scope_kind kind_scope(enum kind kind);

/* Whether it is as Fly makes it. */
bool kind_is_plain(enum kind kind);

/* What machine-exec allows: a command to the letter, or all that begin so. */
struct allowed_command {
	const char *const *arguments;
	size_t count;
	bool is_exact;
};

/*
 * Appends the token of that kind that can be made of the credential, as a list
 * without scheme. command is for machine-exec; NULL there allows any. ssh
 * makes two permission tokens of each, which together may do what it says.
 * ERR_DENIED when the credential does not name one organization or has no
 * token to narrow; nothing is appended then.
 */
bool kind_narrow(enum kind kind, const struct bundle *bundle,
		 const struct allowed_command *command, struct secret *ret_text,
		 struct error *err) MUST_CHECK;

#endif
