/* SPDX-License-Identifier: MIT */
/* Where an account's questions go. */
#include "config.h"

#include "resolve/endpoint.h"

struct api_endpoint account_endpoint(const struct session *session,
				     const struct account *account)
{
	return (struct api_endpoint){
		.url = account->origin,
		.ca_file = *account->ca_file ? account->ca_file : NULL,
		.proxy = *account->proxy ? account->proxy : NULL,
		.program = session->settings.exec_path,
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
