/* SPDX-License-Identifier: MIT */
/*
 * Tries every way to read the key with a serial number that a process of
 * another user might have; to be installed setuid, too. Says "read" or
 * "refused" on standard output.
 */
#include "config.h"

#include <linux/keyctl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int can_read(long serial)
{
	char bytes[64];

	return syscall(SYS_keyctl, KEYCTL_READ, serial, bytes, sizeof(bytes)) >
	       0;
}

int main(int argc, char **argv)
{
	long serial = argc > 1 ? atol(argv[1]) : 0;
	int is_read = can_read(serial);

	syscall(SYS_keyctl, KEYCTL_LINK, serial, KEY_SPEC_PROCESS_KEYRING);
	is_read |= can_read(serial);
	syscall(SYS_keyctl, KEYCTL_LINK, serial, KEY_SPEC_SESSION_KEYRING);
	is_read |= can_read(serial);
	syscall(SYS_keyctl, KEYCTL_SETPERM, serial, 0x3f3f3f3fL);
	is_read |= can_read(serial);
	puts(is_read ? "read" : "refused");
	fflush(stdout);
	_exit(0); /* a leak checker can't look into a setuid program */
}
