/* SPDX-License-Identifier: MIT */
/* Sessions at Fly: logins through a browser, and the end of a login. */
#include "config.h"

#include "api/call-session.h"

#include "api/exchange.h"
#include "api/request.h"

void api_session_clear(struct api_session *session)
{
	api_reply_clear(&session->reply);
	*session = (struct api_session){.id = NULL};
}

static bool session_take(struct api_session *session, struct error *err)
{
	const struct attributes *fields = &session->reply.fields;
	int64_t has_pkce = 0;

	session->id = attributes_get(fields, FIELD_SESSION_ID);
	session->address = attributes_get(fields, FIELD_AUTH_URL);
	if (session->id == NULL || session->address == NULL ||
	    !attributes_get_number(fields, FIELD_PKCE, &has_pkce))
		return request_fail_incomplete(err);
	session->has_pkce = has_pkce != 0;
	return true;
}

bool api_session_begin(const struct api_endpoint *endpoint,
		       const struct api_session_order *order,
		       struct api_session *ret_session, struct error *err)
{
	AUTO_SECRET struct secret request = SECRET_EMPTY;

	if (!request_begin(endpoint, OPERATION_SESSION_BEGIN, NULL, &request,
			   err) ||
	    !attributes_add(&request, FIELD_NAME, order->name, err) ||
	    !attributes_add(&request, FIELD_CODE_CHALLENGE, order->challenge,
			    err) ||
	    !attributes_add(&request, FIELD_STATE, order->state, err))
		return false;
	if (order->port)
		attributes_add_number(&request, FIELD_REDIRECT_PORT,
				      order->port);
	return exchange_run(endpoint, &request, false, &ret_session->reply,
			    err) &&
	       session_take(ret_session, err);
}

bool api_session_redeem(const struct api_endpoint *endpoint,
			const struct api_session *session, const char *code,
			const struct secret *verifier, struct secret *ret_token,
			struct error *err)
{
	AUTO_SECRET struct secret request = SECRET_EMPTY;
	AUTO_API_REPLY struct api_reply reply = {.text = SECRET_EMPTY};
	const char *token;

	if (!request_begin(endpoint, OPERATION_SESSION_REDEEM, NULL, &request,
			   err) ||
	    !attributes_add(&request, FIELD_SESSION_ID, session->id, err) ||
	    !attributes_add(&request, FIELD_AUTH_CODE, code, err) ||
	    !attributes_add(&request, FIELD_CODE_VERIFIER,
			    secret_text(verifier), err) ||
	    !exchange_run(endpoint, &request, true, &reply, err))
		return false;
	token = attributes_get(&reply.fields, FIELD_TOKEN);
	if (token == NULL)
		return request_fail_incomplete(err);
	secret_append_string(ret_token, token);
	return true;
}

bool api_session_poll(const struct api_endpoint *endpoint,
		      const struct api_session *session,
		      struct secret *ret_token, struct error *err)
{
	AUTO_SECRET struct secret request = SECRET_EMPTY;
	AUTO_API_REPLY struct api_reply reply = {.text = SECRET_EMPTY};
	const char *token;

	if (!request_begin(endpoint, OPERATION_SESSION_POLL, NULL, &request,
			   err) ||
	    !attributes_add(&request, FIELD_SESSION_ID, session->id, err) ||
	    !exchange_run(endpoint, &request, false, &reply, err))
		return false;
	token = attributes_get(&reply.fields, FIELD_TOKEN);
	if (token)
		secret_append_string(ret_token, token);
	return true;
}

bool api_logout(const struct api_endpoint *endpoint, const struct secret *login,
		struct error *err)
{
	AUTO_SECRET struct secret request = SECRET_EMPTY;
	AUTO_API_REPLY struct api_reply reply = {.text = SECRET_EMPTY};

	return request_begin(endpoint, OPERATION_LOGOUT, login, &request,
			     err) &&
	       exchange_run(endpoint, &request, false, &reply, err);
}
