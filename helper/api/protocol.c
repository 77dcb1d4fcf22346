/* SPDX-License-Identifier: MIT */
/* What fly-cred and fly-cred-api say to each other, both ways. */
#include "config.h"

#include "api/protocol.h"

#include "util/terminal.h"

void protocol_add_version(struct secret *text)
{
	attributes_add_number(text, FIELD_VERSION, PROTOCOL_VERSION);
}

bool protocol_check_version(const struct attributes *message, const char *peer,
			    struct error *err)
{
	const char *version;
	int64_t number = 0;
	char shown[24];

	version = attributes_get(message, FIELD_VERSION);
	if (version == NULL || message->items[0].value != version)
		return fail(err, ERR_FAILED,
			    "%s does not begin with its version; "
			    "install fly-cred again",
			    peer);
	text_printable(version, shown, sizeof(shown));
	if (!attributes_get_number(message, FIELD_VERSION, &number) ||
	    number != PROTOCOL_VERSION)
		return fail(err, ERR_FAILED,
			    "%s speaks version %s of the protocol, this "
			    "program version %d; install both from one package",
			    peer, shown, PROTOCOL_VERSION);
	return true;
}

bool protocol_send_block(int fd, const struct secret *fields, struct error *err)
{
	AUTO_SECRET struct secret block = SECRET_EMPTY;

	protocol_add_version(&block);
	secret_append_string(&block, FIELD_STATUS "=" STATUS_MORE "\n");
	secret_append(&block, fields->data, fields->length);
	secret_append(&block, "\n", 1);
	return secret_write(&block, fd, "the reply", err);
}

void protocol_add_error(struct secret *text, const struct error *error)
{
	char message[sizeof(error->message)];

	/* One line from here on, so that it can be appended as it is. */
	text_printable(error->message, message, sizeof(message));
	attributes_add_number(text, FIELD_CODE, error->code);
	secret_append_string(text, FIELD_MESSAGE "=");
	secret_append_string(text, message);
	secret_append(text, "\n", 1);
}

bool protocol_get_error(const struct attributes *reply, struct error *err)
{
	const char *message = attributes_get(reply, FIELD_MESSAGE);
	int64_t code;

	if (message == NULL ||
	    !attributes_get_number(reply, FIELD_CODE, &code) ||
	    code < ERR_FAILED || code > ERR_CORRUPT)
		return false;
	err->code = (enum error_code)code;
	text_printable(message, err->message, sizeof(err->message));
	return true;
}

void protocol_add_facts(struct secret *text, const struct protocol_facts *facts)
{
	if (facts->has_skew)
		attributes_add_number(text, FIELD_SKEW, facts->skew);
	if (facts->retry_after > 0)
		attributes_add_number(text, FIELD_RETRY_AFTER,
				      facts->retry_after);
	if (facts->was_sent)
		attributes_add_number(text, FIELD_SENT, 1);
	if (facts->may_repeat)
		attributes_add_number(text, FIELD_REPEAT, 1);
	if (facts->login_refused)
		attributes_add_number(text, FIELD_LOGIN, 1);
}

static bool get_flag(const struct attributes *reply, const char *key)
{
	int64_t number;

	return attributes_get_number(reply, key, &number) && number != 0;
}

void protocol_get_facts(const struct attributes *reply,
			struct protocol_facts *ret_facts)
{
	struct protocol_facts facts = {0};

	facts.has_skew = attributes_get_number(reply, FIELD_SKEW, &facts.skew);
	if (!attributes_get_number(reply, FIELD_RETRY_AFTER,
				   &facts.retry_after))
		facts.retry_after = 0;
	facts.was_sent = get_flag(reply, FIELD_SENT);
	facts.may_repeat = get_flag(reply, FIELD_REPEAT);
	facts.login_refused = get_flag(reply, FIELD_LOGIN);
	*ret_facts = facts;
}
