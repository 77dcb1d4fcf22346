/* SPDX-License-Identifier: MIT */
/* Memory that is there or the program is not: out of memory ends it. */
#ifndef FC_ALLOC_H
#define FC_ALLOC_H

#include <stddef.h>

/*
 * All of these return memory the caller frees with free(), never NULL. When
 * there is none left they print one line and exit with status 1; nothing is
 * lost by that, because every write to the store is atomic.
 */
void *alloc_bytes(size_t size);
void *alloc_zeroed(size_t count, size_t size);
/* Grows an array of plain (not secret) elements, as reallocarray(3). */
void *alloc_resized(void *array, size_t count, size_t size);
char *alloc_string(const char *text);

/* The texts, up to a NULL, one behind the other; far cheaper than a format. */
char *alloc_joined(const char *first, ...) __attribute__((sentinel));
char *alloc_formatted(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

#endif
