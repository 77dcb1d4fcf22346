/* SPDX-License-Identifier: MIT */
/* Where an account's questions go. */
#include "config.h"

#include "resolve/endpoint.h"

/* What one call gets of the time that is left. */
static int64_t call_time(const struct session *session)
{
	int64_t left = session_left(session) - API_GRACE;

	if (left > API_TIMEOUT)
		return API_TIMEOUT;
	return left > 1 ? left : 1;
}

struct api_endpoint account_endpoint(const struct session *session,
				     const struct account *account)
{
	return (struct api_endpoint){
		.url = account->origin,
		.ca_file = *account->ca_file ? account->ca_file : NULL,
		.proxy = *account->proxy ? account->proxy : NULL,
		.program = session->settings.exec_path,
		.timeout = call_time(session),
	};
}

struct api_endpoint settings_endpoint(const struct settings *settings)
{
	return (struct api_endpoint){
		.url = settings->api_url,
		.ca_file = settings->api_ca_file,
		.proxy = settings->api_proxy,
		.program = settings->exec_path,
	};
}
