/* SPDX-License-Identifier: MIT */
/* The store key under another key, made from a passphrase or a key file. */
#ifndef FC_KEY_WRAP_H
#define FC_KEY_WRAP_H

#include "store/header.h"
#include "store/store-key.h"
#include "util/attributes.h"
#include "util/secret.h"

enum key_kind { KEY_PASSPHRASE, KEY_FILE };

/* What opens a slot: the passphrase, or all bytes of the key file. */
struct key_secret {
	enum key_kind kind;
	struct secret bytes;
};

#define AUTO_KEY_SECRET CLEANUP(key_secret_clear)
void key_secret_clear(struct key_secret *secret);

#define KEY_WRAP_SALT_SIZE    16 /* crypto_pwhash_SALTBYTES */
#define KEY_WRAP_NONCE_SIZE   24 /* XChaCha20-Poly1305 */
#define KEY_WRAP_WRAPPED_SIZE (STORE_KEY_SIZE + 16)

/* A slot's content; its text form is in fly-cred-store(5). */
struct key_wrap {
	enum key_kind kind;
	uint8_t salt[KEY_WRAP_SALT_SIZE];
	int64_t operations, memory; /* of Argon2id; bytes; passphrases only */
	uint8_t nonce[KEY_WRAP_NONCE_SIZE];
	uint8_t wrapped[KEY_WRAP_WRAPPED_SIZE];
	int64_t made_at;
};

/* "passphrase" or "key-file". */
const char *key_kind_name(enum key_kind kind);

/* ERR_USAGE for an empty passphrase or a key file shorter than 32 bytes. */
bool key_wrap_check(const struct key_secret *secret, struct error *err)
	MUST_CHECK;

/*
 * Wraps the store's key. Passphrases go through Argon2id (libsodium's
 * MODERATE: about half a second and 256 MiB), key files through BLAKE2b.
 * ERR_USAGE as key_wrap_check.
 */
bool key_wrap_make(const struct store_header *header,
		   const struct store_key *key, const struct key_secret *secret,
		   struct key_wrap *ret_wrap, struct error *err) MUST_CHECK;

/*
 * Unwraps into key, derived and checked against the header. ERR_LOCKED when
 * the secret is not the one it was wrapped with.
 */
bool key_wrap_open(const struct key_wrap *wrap,
		   const struct store_header *header,
		   const struct key_secret *secret, struct store_key *key,
		   struct error *err) MUST_CHECK;

/* To and from text; reading refuses costs that would stall the machine. */
void key_wrap_write(const struct key_wrap *wrap, struct secret *text);
bool key_wrap_read(const struct attributes *fields, struct key_wrap *ret_wrap)
	MUST_CHECK;

#endif
