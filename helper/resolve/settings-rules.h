/* SPDX-License-Identifier: MIT */
/* In config.yml: what a directory or a host is for, and gets. */
#ifndef FC_SETTINGS_RULES_H
#define FC_SETTINGS_RULES_H

#include "resolve/setting.h"
#include "resolve/yaml.h"

/*
 * Behind the setting's key, reads its mapping of directories or hosts, each to
 * {app: NAME} or {org: NAME}, for a directory also or instead to settings of
 * tools, into the settings. What is wrong is ERR_USAGE "LINE:COLUMN: ...": a
 * place of the wrong form or given twice, a value that is not one name, a
 * setting that is none of a tool.
 */
bool rules_read(struct yaml_reader *yaml, struct settings *settings,
		const struct setting *setting, struct error *err) MUST_CHECK;

#endif
