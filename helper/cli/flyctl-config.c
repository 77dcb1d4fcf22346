/* SPDX-License-Identifier: MIT */
/* The login that flyctl keeps in clear in its config.yml. */
#include "config.h"

#include "cli/flyctl-config.h"

#include "resolve/login.h"
#include "util/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <yaml.h>

#define CONFIG_MAX ((size_t)1024 * 1024)

char *flyctl_config_path(void)
{
	const char *directory = getenv("FLY_CONFIG_DIR");
	const char *home = getenv("HOME");

	if (directory && *directory)
		return alloc_formatted("%s/config.yml", directory);
	return alloc_formatted("%s/.fly/config.yml", home ? home : "");
}

static bool read_config(const char *path, struct secret *ret_text,
			struct error *err)
{
	AUTO_CLOSE int fd = open(path,
				 O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0 && errno == ENOENT)
		return fail(err, ERR_NOT_FOUND,
			    "flyctl has no %s; run 'flyctl auth login' first, "
			    "or 'fly-cred login'",
			    path);
	if (fd < 0)
		return fail_errno(err, "can't open %s", path);
	return secret_read(ret_text, fd, CONFIG_MAX, path, err);
}

/* The top-level scalar of that key; the document is a map. */
static const yaml_node_t *find_value(yaml_document_t *document, const char *key)
{
	yaml_node_t *root = yaml_document_get_root_node(document);
	yaml_node_pair_t *pair;

	if (root == NULL || root->type != YAML_MAPPING_NODE)
		return NULL;
	for (pair = root->data.mapping.pairs.start;
	     pair < root->data.mapping.pairs.top; pair++) {
		yaml_node_t *name = yaml_document_get_node(document, pair->key);
		yaml_node_t *value = yaml_document_get_node(document,
							    pair->value);

		if (name->type == YAML_SCALAR_NODE &&
		    strcmp((const char *)name->data.scalar.value, key) == 0)
			return value->type == YAML_SCALAR_NODE ? value : NULL;
	}
	return NULL;
}

bool flyctl_config_find(const struct secret *text, const char *path,
			struct secret *ret_token, struct error *err)
{
	yaml_parser_t parser;
	yaml_document_t document;
	const yaml_node_t *token;
	bool loaded, found = false;

	if (!yaml_parser_initialize(&parser))
		return fail(err, ERR_FAILED, "out of memory");
	yaml_parser_set_input_string(&parser,
				     (const unsigned char *)secret_text(text),
				     text->length);
	loaded = yaml_parser_load(&parser, &document);
	if (loaded) {
		token = find_value(&document, "access_token");
		found = token && token->data.scalar.length > 0;
		if (found)
			secret_append(ret_token, token->data.scalar.value,
				      token->data.scalar.length);
		yaml_document_delete(&document);
	}
	yaml_parser_delete(&parser);
	if (!loaded)
		return fail(err, ERR_USAGE, "%s is not valid YAML", path);
	return found || fail(err, ERR_NOT_FOUND,
			     "there is no login in %s; run 'flyctl auth login' "
			     "first",
			     path);
}

bool flyctl_config_token(struct secret *ret_token, struct error *err)
{
	AUTO_FREE char *path = flyctl_config_path();
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	return read_config(path, &text, err) &&
	       flyctl_config_find(&text, path, ret_token, err);
}

bool flyctl_config_has(const struct secret *login)
{
	AUTO_SECRET struct secret theirs = SECRET_EMPTY;
	struct error ignored;

	return flyctl_config_token(&theirs, &ignored) &&
	       login_is_same(secret_slice(login), secret_slice(&theirs));
}

bool flyctl_has_login_of(struct store *store, const struct account *account)
{
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	struct error ignored;

	return account->adopted ||
	       (!account->own &&
		account_login(store, account, &login, &ignored) &&
		flyctl_config_has(&login));
}
