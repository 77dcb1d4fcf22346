/* SPDX-License-Identifier: MIT */
/* The command line: finds the command and runs it. */
#include "config.h"

#include "util/process.h"

#include <stdio.h>

int main(void)
{
	process_harden();
	puts(PACKAGE_STRING);
	return 0;
}
