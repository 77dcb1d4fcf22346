/* SPDX-License-Identifier: MIT */
/* What every fuzz target offers (libFuzzer's entry point) and relies on. */
#ifndef FC_TARGET_H
#define FC_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Like assert, but also with NDEBUG. */
#define fuzz_require(fact)       \
	do {                     \
		if (!(fact))     \
			abort(); \
	} while (0)

#endif
