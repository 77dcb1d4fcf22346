/* SPDX-License-Identifier: MIT */
/* The store key under another key, made from a passphrase or a key file. */
#include "config.h"

#include "store/key-wrap.h"

#include "util/timestamp.h"

#include <sodium.h>
#include <string.h>

#define KEY_FILE_MIN 32
/* A slot can't make us spend more than this, whoever wrote it. */
#define OPERATIONS_MAX 16
#define MEMORY_MIN     8192
#define MEMORY_MAX     (INT64_C(2) << 30)

_Static_assert(KEY_WRAP_SALT_SIZE == crypto_pwhash_SALTBYTES, "salt");
_Static_assert(KEY_WRAP_NONCE_SIZE ==
		       crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	       "nonce");

void key_secret_clear(struct key_secret *secret)
{
	secret_clear(&secret->bytes);
}

const char *key_kind_name(enum key_kind kind)
{
	return kind == KEY_PASSPHRASE ? "passphrase" : "key-file";
}

static bool derive(const struct key_wrap *wrap, const struct key_secret *secret,
		   uint8_t ret_key[32], struct error *err)
{
	const struct secret *bytes = &secret->bytes;

	if (secret->kind == KEY_FILE) {
		crypto_generichash(ret_key, 32, (const uint8_t *)bytes->data,
				   bytes->length, wrap->salt,
				   KEY_WRAP_SALT_SIZE);
		return true;
	}
	if (crypto_pwhash(ret_key, 32, secret_text(bytes), bytes->length,
			  wrap->salt, (uint64_t)wrap->operations,
			  (size_t)wrap->memory,
			  crypto_pwhash_ALG_ARGON2ID13) < 0)
		return fail(err, ERR_FAILED,
			    "not enough memory to check a passphrase "
			    "(%lld MiB); close other programs",
			    (long long)wrap->memory >> 20);
	return true;
}

/* What a wrapped key belongs to: this store, this generation, this kind. */
struct binding {
	char purpose[16];
	uint8_t id[STORE_ID_SIZE];
	uint8_t generation[8];
	uint8_t kind;
};

static struct binding bind(const struct store_header *header,
			   enum key_kind kind)
{
	struct binding binding = {.purpose = "fly-cred slot 1",
				  .kind = (uint8_t)kind};
	size_t i;

	memcpy(binding.id, header->id, sizeof(binding.id));
	for (i = 0; i < sizeof(binding.generation); i++)
		binding.generation[i] =
			(uint8_t)((uint64_t)header->generation >> (8 * i));
	return binding;
}

bool key_wrap_check(const struct key_secret *secret, struct error *err)
{
	if (secret->kind == KEY_PASSPHRASE && secret->bytes.length == 0)
		return fail(err, ERR_USAGE,
			    "an empty passphrase protects "
			    "nothing; choose another");
	if (secret->kind == KEY_FILE && secret->bytes.length < KEY_FILE_MIN)
		return fail(err, ERR_USAGE,
			    "a key file holds at least %d random bytes; "
			    "name one that does not exist and it is made",
			    KEY_FILE_MIN);
	return true;
}

bool key_wrap_make(const struct store_header *header,
		   const struct store_key *key, const struct key_secret *secret,
		   struct key_wrap *ret_wrap, struct error *err)
{
	struct key_wrap *wrap = ret_wrap;
	struct binding binding = bind(header, secret->kind);
	uint8_t wrapping_key[32];

	wrap->kind = secret->kind;
	wrap->operations = crypto_pwhash_OPSLIMIT_MODERATE;
	wrap->memory = crypto_pwhash_MEMLIMIT_MODERATE;
	wrap->made_at = clock_now();
	randombytes_buf(wrap->salt, sizeof(wrap->salt));
	randombytes_buf(wrap->nonce, sizeof(wrap->nonce));
	if (!key_wrap_check(secret, err) ||
	    !derive(wrap, secret, wrapping_key, err))
		return false;
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		wrap->wrapped, NULL, key->master, STORE_KEY_SIZE,
		(const uint8_t *)&binding, sizeof(binding), NULL, wrap->nonce,
		wrapping_key);
	explicit_bzero(wrapping_key, sizeof(wrapping_key));
	return true;
}

void key_wrap_write(const struct key_wrap *wrap, struct secret *text)
{
	secret_append_string(text, "kind=");
	secret_append_string(text, key_kind_name(wrap->kind));
	secret_append_string(text, "\n");
	attributes_add_number(text, "made_at", wrap->made_at);
	if (wrap->kind == KEY_PASSPHRASE) {
		attributes_add_number(text, "operations", wrap->operations);
		attributes_add_number(text, "memory", wrap->memory);
	}
	attributes_add_hex(text, "salt", wrap->salt, sizeof(wrap->salt));
	attributes_add_hex(text, "nonce", wrap->nonce, sizeof(wrap->nonce));
	attributes_add_hex(text, "wrapped", wrap->wrapped,
			   sizeof(wrap->wrapped));
}

bool key_wrap_read(const struct attributes *fields, struct key_wrap *ret_wrap)
{
	const char *kind = attributes_get(fields, "kind");

	if (kind == NULL)
		return false;
	ret_wrap->kind = strcmp(kind, "passphrase") == 0 ? KEY_PASSPHRASE
							 : KEY_FILE;
	if (strcmp(kind, key_kind_name(ret_wrap->kind)) != 0)
		return false;
	if (ret_wrap->kind == KEY_PASSPHRASE &&
	    (!attributes_get_number(fields, "operations",
				    &ret_wrap->operations) ||
	     !attributes_get_number(fields, "memory", &ret_wrap->memory) ||
	     ret_wrap->operations < 1 ||
	     ret_wrap->operations > OPERATIONS_MAX ||
	     ret_wrap->memory < MEMORY_MIN || ret_wrap->memory > MEMORY_MAX))
		return false;
	return attributes_get_number(fields, "made_at", &ret_wrap->made_at) &&
	       attributes_get_hex(fields, "salt", ret_wrap->salt,
				  KEY_WRAP_SALT_SIZE) &&
	       attributes_get_hex(fields, "nonce", ret_wrap->nonce,
				  KEY_WRAP_NONCE_SIZE) &&
	       attributes_get_hex(fields, "wrapped", ret_wrap->wrapped,
				  KEY_WRAP_WRAPPED_SIZE);
}

bool key_wrap_open(const struct key_wrap *wrap,
		   const struct store_header *header,
		   const struct key_secret *secret, struct store_key *key,
		   struct error *err)
{
	struct binding binding = bind(header, secret->kind);
	uint8_t wrapping_key[32];
	int opened;

	if (!derive(wrap, secret, wrapping_key, err))
		return false;
	opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
		key->master, NULL, NULL, wrap->wrapped, KEY_WRAP_WRAPPED_SIZE,
		(const uint8_t *)&binding, sizeof(binding), wrap->nonce,
		wrapping_key);
	explicit_bzero(wrapping_key, sizeof(wrapping_key));
	if (opened < 0)
		return fail(err, ERR_LOCKED, "not the secret of this slot");
	store_key_derive(key);
	return header_accepts(header, key) ||
	       fail(err, ERR_CORRUPT,
		    "the store's header is of another store than its key "
		    "slots; restore the store from a backup");
}
