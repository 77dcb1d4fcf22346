/* SPDX-License-Identifier: MIT */
/*
 * fly-cred kube-token: a token as kubectl and its like want it (Kubernetes,
 * "client-go credential plugins": client.authentication.k8s.io).
 *
 * They keep it until expirationTimestamp, by the clock of this machine.
 */
#include "config.h"

#include "cli/command.h"
#include "cli/request-options.h"
#include "resolve/storeless.h"
#include "util/json-text.h"
#include "util/timestamp.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GROUP	    "client.authentication.k8s.io/"
#define NO_ORDER    "KUBERNETES_EXEC_INFO is not what kubectl says; run this " \
		    "through kubectl, or unset it"

struct values {
	struct token_request request;
};

static const struct option_row options[] = {
	TOKEN_OPTIONS(values),
	{.name = NULL},
};

static void put_json(struct json_object **object)
{
	json_object_put(*object);
}

/* What the variable says, NULL when there is none: a person runs this. */
static bool read_order(struct json_object **ret_order, struct error *err)
{
	const char *text = getenv("KUBERNETES_EXEC_INFO");

	if (text == NULL || *text == '\0')
		return true;
	*ret_order = json_tokener_parse(text);
	return json_object_is_type(*ret_order, json_type_object) ||
	       fail(err, ERR_USAGE, NO_ORDER);
}

/* The answer has to be of the version that was asked for. */
static bool choose_version(struct json_object *order, const char **ret_version,
			   struct error *err)
{
	static const char *const versions[] = {GROUP "v1", GROUP "v1beta1"};
	const char *asked = json_object_get_string(
		json_object_object_get(order, "apiVersion"));
	size_t i;

	if (order == NULL)
		asked = versions[0];
	for (i = 0; asked && i < sizeof(versions) / sizeof(versions[0]); i++)
		if (strcmp(asked, versions[i]) == 0) {
			*ret_version = versions[i];
			return true;
		}
	return fail(err, ERR_USAGE,
		    "kubectl asks in another version than " GROUP "v1; set "
		    "apiVersion in the kubeconfig to that");
}

/* The cluster's organization (flyctl, which writes config.org), or NULL. */
static const char *organization_of(struct json_object *order)
{
	static const char *const path[] = {"spec", "cluster", "config", "org"};
	size_t i;

	for (i = 0; i < sizeof(path) / sizeof(path[0]); i++) {
		if (!json_object_is_type(order, json_type_object))
			return NULL;
		order = json_object_object_get(order, path[i]);
	}
	return json_object_is_type(order, json_type_string)
		       ? json_object_get_string(order)
		       : NULL;
}

static bool print(const char *version, const struct resolved *resolved,
		  struct error *err)
{
	AUTO_SECRET struct secret json = SECRET_EMPTY;
	char until[TIMESTAMP_SIZE];

	timestamp_format(clock_now() + resolved->life, until);
	secret_append_string(&json, "{\"apiVersion\":");
	json_append_string(&json, version);
	secret_append_string(&json, ",\"kind\":\"ExecCredential\",\"status\":"
				    "{\"expirationTimestamp\":");
	json_append_string(&json, until);
	secret_append_string(&json, ",\"token\":");
	json_append_string(&json, secret_text(&resolved->token));
	secret_append_string(&json, "}}\n");
	return secret_write(&json, STDOUT_FILENO, "the token", err);
}

static bool run(const void *data, char **arguments, struct error *err)
{
	struct token_request request = ((const struct values *)data)->request;
	AUTO_SESSION struct session session = SESSION_CLOSED;
	AUTO_RESOLVED struct resolved resolved = RESOLVED_EMPTY;
	CLEANUP(put_json) struct json_object *order = NULL;
	const char *version;

	(void)arguments;
	if (!read_order(&order, err) || !choose_version(order, &version, err))
		return false;
	request.consumer = CONSUMER_KUBE;
	request.is_for_tool = true;
	if (request.app == NULL && request.organization == NULL)
		request.organization = organization_of(order);
	/* kubectl has the terminal: nobody is asked for a passphrase. */
	if (!resolve_request(&session, session_open, &request, &resolved, err))
		return false;
	if (*resolved.remark)
		fprintf(stderr, "fly-cred: %s\n", resolved.remark);
	return print(version, &resolved, err);
}

const struct command command_kube_token = {
	.name = "kube-token",
	.arguments = "",
	.summary = "print a token as kubectl wants it",
	.example = "fly-cred kube-token --org acme",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
