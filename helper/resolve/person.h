/* SPDX-License-Identifier: MIT */
/* Somebody at the terminal, where a program may wait for people. */
#ifndef FC_PERSON_H
#define FC_PERSON_H

#include <stdint.h>

/* What only a person can do. */
struct errand {
	const char *page;    /* to go to with a browser; safe to print */
	const char *what;    /* "app 'shop' (account dev)" */
	int64_t patience;    /* seconds that are waited for it */
};

struct person {
	void (*send)(const struct errand *errand);
};

#endif
