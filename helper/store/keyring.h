/* SPDX-License-Identifier: MIT */
/*
 * The unlocked key in the kernel: a key of type "user" with a timeout, held by
 * the user's keyring, readable by that user alone (keyrings(7), keyctl(2)).
 *
 * The key is born in the process keyring, gets owner-only permissions there,
 * and only then a link from @u: with the default permissions whoever possesses
 * a keyring that holds it may read it, and possession survives su(1). Readers
 * go by its serial number first, since inside the user namespace of a rootless
 * container @u is another keyring; they never link, which would use up quota.
 */
#ifndef FC_KEYRING_H
#define FC_KEYRING_H

#include "util/cleanup.h"
#include "util/error.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Keeps a copy of the key in the kernel for the given seconds under the
 * description, in place of one that was there. ERR_LOCKED when the kernel
 * refuses keyrings (containers often do), with a message that says so.
 */
bool keyring_put(const char *description, const void *key, size_t size,
		 int64_t seconds, int32_t *ret_serial, struct error *err)
	MUST_CHECK;

/*
 * Reads exactly size bytes of the key with that serial number if it is ours
 * and has that description, else of the key that @u holds under it. Expired,
 * revoked, unreadable or of another size: false, with nothing in ret_key.
 */
bool keyring_get_serial(const char *description, int32_t serial, void *ret_key,
			size_t size) MUST_CHECK;
bool keyring_get(const char *description, void *ret_key, size_t size)
	MUST_CHECK;

/*
 * Whether the kernel keeps keys for us at all, found out by giving it one:
 * containers often forbid it, and the quota may be used up.
 */
bool keyring_works(void);

/* Makes the key unreadable for everybody, at once. */
void keyring_drop(const char *description, int32_t serial);

#endif
