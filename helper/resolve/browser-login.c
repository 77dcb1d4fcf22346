/* SPDX-License-Identifier: MIT */
/* A login of our own by way of a browser. */
#include "config.h"

#include "resolve/browser-login.h"

#include "resolve/endpoint.h"
#include "resolve/host-name.h"

#include <sodium.h>
#include <string.h>

static void base64url(const unsigned char bytes[32],
		      char ret_text[BROWSER_LOGIN_TEXT_SIZE])
{
	sodium_bin2base64(ret_text, BROWSER_LOGIN_TEXT_SIZE, bytes, 32,
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void random_text(char ret_text[BROWSER_LOGIN_TEXT_SIZE])
{
	unsigned char bytes[32];

	randombytes_buf(bytes, sizeof(bytes));
	base64url(bytes, ret_text);
	explicit_bzero(bytes, sizeof(bytes));
}

static void make_verifier(struct secret *ret_verifier)
{
	char text[BROWSER_LOGIN_TEXT_SIZE];

	random_text(text);
	secret_clear(ret_verifier);
	secret_append_string(ret_verifier, text);
	explicit_bzero(text, sizeof(text));
}

static void make_challenge(const struct secret *verifier,
			   char ret_text[BROWSER_LOGIN_TEXT_SIZE])
{
	unsigned char digest[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(digest, (const unsigned char *)verifier->data,
			   verifier->length);
	base64url(digest, ret_text);
}

void browser_login_clear(struct browser_login *login)
{
	api_session_clear(&login->session);
	secret_clear(&login->verifier);
	explicit_bzero(login->state, sizeof(login->state));
}

bool browser_login_begin(const struct settings *settings, int port,
			 struct browser_login *ret_login, struct error *err)
{
	struct api_endpoint endpoint = settings_endpoint(settings);
	char challenge[BROWSER_LOGIN_TEXT_SIZE], name[HOST_NAME_SIZE];
	const struct api_session_order order = {.name = name,
						.challenge = challenge,
						.state = ret_login->state,
						.port = port};

	if (sodium_init() < 0)
		return fail(err, ERR_FAILED, "libsodium does not work here");
	host_name(name);
	random_text(ret_login->state);
	make_verifier(&ret_login->verifier);
	make_challenge(&ret_login->verifier, challenge);
	return api_session_begin(&endpoint, &order, &ret_login->session, err);
}

bool browser_login_has_state(const struct browser_login *login,
			     struct slice state)
{
	return state.length == BROWSER_LOGIN_TEXT_SIZE - 1 &&
	       sodium_memcmp(state.bytes, login->state, state.length) == 0;
}

bool browser_login_redeem(const struct settings *settings,
			  const struct browser_login *login, const char *code,
			  struct secret *ret_token, struct error *err)
{
	struct api_endpoint endpoint = settings_endpoint(settings);

	return api_session_redeem(&endpoint, &login->session, code,
				  &login->verifier, ret_token, err);
}

bool browser_login_wait(const struct settings *settings,
			const struct browser_login *login, int64_t seconds,
			struct secret *ret_token, struct error *err)
{
	struct api_endpoint endpoint = settings_endpoint(settings);

	endpoint.timeout = seconds;
	return api_session_poll(&endpoint, &login->session, ret_token, err);
}
