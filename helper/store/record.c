/* SPDX-License-Identifier: MIT */
/* One record: what it is about, sealed to bytes, opened from bytes. */
#include "config.h"

#include "store/record.h"

#include <sodium.h>
#include <string.h>

#define MAGIC	   "FCR1"
#define MAGIC_SIZE 4
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define HEAD_SIZE  (MAGIC_SIZE + NONCE_SIZE)
#define BLOCK_SIZE 256 /* contents are padded to a multiple of it */

/* Associated data; bytes only, so there is no padding in it. */
struct binding {
	char purpose[8];
	uint8_t store[STORE_ID_SIZE];
	uint8_t generation[8]; /* little endian */
	char name[RECORD_NAME_SIZE - 1];
};

void record_clear(struct record *record)
{
	attributes_clear(&record->fields);
	secret_clear(&record->text);
}

static void hash_part(crypto_generichash_state *state, const char *part)
{
	/* With its NUL, so that parts can't run into each other. */
	crypto_generichash_update(state, (const uint8_t *)part,
				  strlen(part) + 1);
}

bool record_is_foreign(const struct record_id *id)
{
	return strcmp(id->kind, RECORD_FOREIGN) == 0;
}

void record_name(const struct store_key *key, const struct store_header *header,
		 const struct record_id *id, char ret_name[RECORD_NAME_SIZE])
{
	bool is_foreign = record_is_foreign(id);
	crypto_generichash_state state;
	uint8_t hash[(RECORD_NAME_SIZE - 1) / 2];

	crypto_generichash_init(&state, is_foreign ? header->salt : key->name,
				is_foreign ? sizeof(header->salt)
					   : sizeof(key->name),
				sizeof(hash));
	hash_part(&state, id->kind);
	hash_part(&state, id->account);
	hash_part(&state, id->scope);
	hash_part(&state, id->profile);
	crypto_generichash_final(&state, hash, sizeof(hash));
	sodium_bin2hex(ret_name, RECORD_NAME_SIZE, hash, sizeof(hash));
}

static struct binding bind(const struct store_header *header, const char *name)
{
	struct binding binding = {.purpose = "record1"};
	size_t i;

	memcpy(binding.store, header->id, sizeof(binding.store));
	memcpy(binding.name, name, sizeof(binding.name));
	for (i = 0; i < sizeof(binding.generation); i++)
		binding.generation[i] =
			(uint8_t)((uint64_t)header->generation >> (8 * i));
	return binding;
}

static bool write_text(const struct record_id *id, const struct secret *content,
		       struct secret *text, struct error *err)
{
	size_t size;

	if (!attributes_add(text, "kind", id->kind, err) ||
	    !attributes_add(text, "account", id->account, err) ||
	    !attributes_add(text, "scope", id->scope, err) ||
	    !attributes_add(text, "profile", id->profile, err))
		return false;
	secret_append(text, content->data, content->length);
	size = (text->length / BLOCK_SIZE + 1) * BLOCK_SIZE;
	secret_reserve(text, size);
	sodium_pad(&text->length, (uint8_t *)text->data, text->length,
		   BLOCK_SIZE, text->capacity);
	return true;
}

bool record_seal(const struct store_key *key, const struct store_header *header,
		 const struct record_id *id, const struct secret *content,
		 struct secret *ret_bytes, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	char name[RECORD_NAME_SIZE];
	struct binding binding;
	uint8_t *out;

	if (!write_text(id, content, &text, err))
		return false;
	record_name(key, header, id, name);
	binding = bind(header, name);
	secret_reserve(ret_bytes, HEAD_SIZE + text.length + TAG_SIZE);
	out = (uint8_t *)ret_bytes->data;
	memcpy(out, MAGIC, MAGIC_SIZE);
	randombytes_buf(out + MAGIC_SIZE, NONCE_SIZE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		out + HEAD_SIZE, NULL, (const uint8_t *)text.data, text.length,
		(const uint8_t *)&binding, sizeof(binding), NULL,
		out + MAGIC_SIZE, key->seal);
	ret_bytes->length = HEAD_SIZE + text.length + TAG_SIZE;
	return true;
}

static bool damaged(struct error *err)
{
	return fail(err, ERR_CORRUPT,
		    "a record of the store is damaged; restore the store from "
		    "a backup, or log in again to replace it");
}

/*
 * Takes off the padding, 0x80 and zeros (ISO/IEC 7816-4). libsodium's own
 * function hides in its time where that begins, at the price of a decryption;
 * the bytes are authentic here and their length is no secret to this process.
 */
static bool unpad(struct secret *text, size_t size)
{
	while (size && text->data[size - 1] == '\0')
		size--;
	if (size == 0 || (uint8_t)text->data[size - 1] != 0x80)
		return false;
	text->length = size - 1;
	text->data[text->length] = '\0';
	return true;
}

bool record_open(const struct store_key *key, const struct store_header *header,
		 const char *name, struct slice bytes,
		 struct record *ret_record, struct error *err)
{
	struct binding binding = bind(header, name);
	struct secret *text = &ret_record->text;
	size_t size;

	if (bytes.length < HEAD_SIZE + TAG_SIZE + BLOCK_SIZE ||
	    memcmp(bytes.bytes, MAGIC, MAGIC_SIZE) != 0)
		return damaged(err);
	size = bytes.length - HEAD_SIZE - TAG_SIZE;
	secret_reserve(text, size);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(
		    (uint8_t *)text->data, NULL, NULL, bytes.bytes + HEAD_SIZE,
		    bytes.length - HEAD_SIZE, (const uint8_t *)&binding,
		    sizeof(binding), bytes.bytes + MAGIC_SIZE, key->seal) < 0 ||
	    !unpad(text, size))
		return damaged(err);
	return attributes_parse(text, &ret_record->fields, err) || damaged(err);
}
