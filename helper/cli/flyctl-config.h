/* SPDX-License-Identifier: MIT */
/* The login that flyctl keeps in clear in its config.yml. */
#ifndef FC_FLYCTL_CONFIG_H
#define FC_FLYCTL_CONFIG_H

#include "resolve/account.h"
#include "util/secret.h"

/* config.yml below FLY_CONFIG_DIR, else ~/.fly; the caller frees. */
char *flyctl_config_path(void);

/*
 * Appends the value of access_token in that file (flyctl,
 * internal/config/file.go), which is only read.
 * ERR_NOT_FOUND when there is no file or no login in it, ERR_USAGE when it is
 * no YAML.
 */
bool flyctl_config_token(struct secret *ret_token, struct error *err)
	MUST_CHECK;

/* The same in a text; path is for the message. */
bool flyctl_config_find(const struct secret *text, const char *path,
			struct secret *ret_token, struct error *err)
	MUST_CHECK;

/* Whether that login is the one there, however it is written. */
bool flyctl_config_has(const struct secret *login) MUST_CHECK;

/*
 * Whether the account was adopted from flyctl, or its login, wherever it came
 * from, is the one there: flyctl uses the same session.
 */
bool flyctl_has_login_of(struct store *store, const struct account *account)
	MUST_CHECK;

#endif
