/* SPDX-License-Identifier: MIT */
/* In config.yml: which app or organization a directory or a host is for. */
#ifndef FC_SETTINGS_RULES_H
#define FC_SETTINGS_RULES_H

#include "resolve/setting.h"
#include "resolve/yaml.h"

/*
 * Behind the setting's key, reads its mapping of directories or hosts, each to
 * {app: NAME} or {org: NAME}, into the settings. What is wrong is ERR_USAGE
 * "LINE:COLUMN: ...": a place of the wrong form or given twice, a value that is
 * not one name.
 */
bool rules_read(struct yaml_reader *yaml, struct settings *settings,
		const struct setting *setting, struct error *err) MUST_CHECK;

#endif
