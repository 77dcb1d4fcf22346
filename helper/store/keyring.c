/* SPDX-License-Identifier: MIT */
/* The unlocked key in the kernel. */
#include "config.h"

#include "store/keyring.h"

#include "util/process.h"

#include <errno.h>
#include <linux/keyctl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* View, read, write, search, link, set attributes: the owner, nobody else. */
#define OWNER_ONLY 0x003f0000

static long keyctl(int operation, long a, long b, long c, long d)
{
	return syscall(SYS_keyctl, operation, a, b, c, d);
}

static long search_user_keyring(const char *description)
{
	return keyctl(KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, (long)"user",
		      (long)description, 0);
}

static bool is_ours(const char *description, int32_t serial)
{
	char wanted[160], found[160];
	long length;
	char *permissions;

	/* "type;uid;gid;permissions;description", keyctl(2) KEYCTL_DESCRIBE */
	length = keyctl(KEYCTL_DESCRIBE, serial, (long)found, sizeof(found), 0);
	if (length <= 0 || (size_t)length > sizeof(found))
		return false;
	snprintf(wanted, sizeof(wanted), "user;%ld;", (long)process_user());
	permissions = strrchr(found, ';');
	return strncmp(found, wanted, strlen(wanted)) == 0 && permissions &&
	       strcmp(permissions + 1, description) == 0;
}

bool keyring_put(const char *description, const void *key, size_t size,
		 int64_t seconds, int32_t *ret_serial, struct error *err)
{
	long serial = syscall(SYS_add_key, "user", description, key, size,
			      KEY_SPEC_PROCESS_KEYRING);

	if (serial < 0 ||
	    keyctl(KEYCTL_SETPERM, serial, OWNER_ONLY, 0, 0) < 0 ||
	    keyctl(KEYCTL_SET_TIMEOUT, serial, seconds, 0, 0) < 0 ||
	    keyctl(KEYCTL_LINK, serial, KEY_SPEC_USER_KEYRING, 0, 0) < 0) {
		fail_errno(err, "the kernel does not keep keys here");
		err->code = ERR_LOCKED;
		if (serial > 0)
			keyctl(KEYCTL_REVOKE, serial, 0, 0, 0);
		return false;
	}
	*ret_serial = (int32_t)serial;
	return true;
}

/* The kernel says how long the key is even when it copies only a part. */
static bool read_key(long serial, void *ret_key, size_t size)
{
	return keyctl(KEYCTL_READ, serial, (long)ret_key, (long)size, 0) ==
	       (long)size;
}

bool keyring_get_serial(const char *description, int32_t serial, void *ret_key,
			size_t size)
{
	return is_ours(description, serial) && read_key(serial, ret_key, size);
}

bool keyring_get(const char *description, void *ret_key, size_t size)
{
	long serial = search_user_keyring(description);

	return serial > 0 && read_key(serial, ret_key, size);
}

void keyring_drop(const char *description, int32_t serial)
{
	long found;

	if (is_ours(description, serial)) {
		keyctl(KEYCTL_REVOKE, serial, 0, 0, 0);
		keyctl(KEYCTL_UNLINK, serial, KEY_SPEC_USER_KEYRING, 0, 0);
	}
	found = search_user_keyring(description);
	if (found > 0) {
		keyctl(KEYCTL_REVOKE, found, 0, 0, 0);
		keyctl(KEYCTL_UNLINK, found, KEY_SPEC_USER_KEYRING, 0, 0);
	}
}

bool keyring_works(void)
{
	static const char probe[] = "fly-cred:probe";
	struct error ignored;
	int32_t serial;

	if (!keyring_put(probe, "", 1, 1, &serial, &ignored))
		return false;
	keyring_drop(probe, serial);
	return true;
}
