/* SPDX-License-Identifier: MIT */
/* The login that flyctl keeps in clear in its config.yml. */
#ifndef FC_FLYCTL_CONFIG_H
#define FC_FLYCTL_CONFIG_H

#include "util/secret.h"

/*
 * Appends the value of access_token in config.yml below FLY_CONFIG_DIR, else
 * ~/.fly (flyctl, internal/config/file.go). The file is only read.
 * ERR_NOT_FOUND when there is no file or no login in it, ERR_USAGE when it is
 * no YAML.
 */
bool flyctl_config_token(struct secret *ret_token, struct error *err)
	MUST_CHECK;

/* Whether that login is the one there, however it is written. */
bool flyctl_config_has(const struct secret *login) MUST_CHECK;

#endif
