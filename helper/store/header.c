/* SPDX-License-Identifier: MIT */
/* What identifies a store and tells the right key from a wrong one. */
#include "config.h"

#include "store/header.h"

#include "util/attributes.h"
#include "util/file.h"

#include <sodium.h>
#include <string.h>

#define HEADER_NAME "header"
#define HEADER_MAX  4096
#define FORMAT	    "fly-cred store"

static void set_key(struct store_header *header, const struct store_key *key)
{
	memcpy(header->check, key->check, sizeof(header->check));
}

void header_new(struct store_header *ret_header, const struct store_key *key)
{
	randombytes_buf(ret_header->id, sizeof(ret_header->id));
	randombytes_buf(ret_header->salt, sizeof(ret_header->salt));
	ret_header->generation = 1;
	set_key(ret_header, key);
}

void header_next(struct store_header *header, const struct store_key *key)
{
	header->generation++;
	set_key(header, key);
}

static bool check_version(const struct attributes *fields, struct error *err)
{
	const char *format = attributes_get(fields, "format");
	int64_t version;

	if (format == NULL || strcmp(format, FORMAT) != 0 ||
	    !attributes_get_number(fields, "version", &version))
		return fail(err, ERR_CORRUPT,
			    "the store's header is damaged; "
			    "restore the store from a backup");
	if (version != STORE_VERSION)
		return fail(err, ERR_CORRUPT,
			    "the store has version %lld, this fly-cred reads "
			    "version %d; use a fly-cred that knows it",
			    (long long)version, STORE_VERSION);
	return true;
}

bool header_read(int dir, struct store_header *ret_header, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	AUTO_ATTRIBUTES struct attributes fields = ATTRIBUTES_EMPTY;
	struct store_header header;

	if (!file_read_private(dir, HEADER_NAME, HEADER_MAX, &text, err))
		return false;
	if (!attributes_parse(&text, &fields, err))
		attributes_clear(&fields); /* check_version complains */
	if (!check_version(&fields, err))
		return false;
	if (!attributes_get_hex(&fields, "id", header.id, sizeof(header.id)) ||
	    !attributes_get_hex(&fields, "salt", header.salt,
				sizeof(header.salt)) ||
	    !attributes_get_hex(&fields, "check", header.check,
				sizeof(header.check)) ||
	    !attributes_get_number(&fields, "generation", &header.generation))
		return fail(err, ERR_CORRUPT,
			    "the store's header is incomplete; "
			    "restore the store from a backup");
	*ret_header = header;
	return true;
}

bool header_write(int dir, const struct store_header *header, struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;

	if (!attributes_add(&text, "format", FORMAT, err))
		return false;
	attributes_add_number(&text, "version", STORE_VERSION);
	attributes_add_number(&text, "generation", header->generation);
	attributes_add_hex(&text, "id", header->id, sizeof(header->id));
	attributes_add_hex(&text, "salt", header->salt, sizeof(header->salt));
	attributes_add_hex(&text, "check", header->check,
			   sizeof(header->check));
	return file_replace(dir, HEADER_NAME, secret_slice(&text), err);
}

bool header_accepts(const struct store_header *header,
		    const struct store_key *key)
{
	return sodium_memcmp(header->check, key->check,
			     sizeof(header->check)) == 0;
}

void header_describe(const struct store_header *header,
		     char ret_description[STORE_DESCRIPTION_SIZE])
{
	static const char prefix[] = "fly-cred:";

	memcpy(ret_description, prefix, sizeof(prefix));
	sodium_bin2hex(ret_description + strlen(prefix), 2 * STORE_ID_SIZE + 1,
		       header->id, STORE_ID_SIZE);
}
