/* SPDX-License-Identifier: MIT */
/* Names from the store that may follow an option, for completion. */
#ifndef FC_COMPLETE_DATA_H
#define FC_COMPLETE_DATA_H

enum complete_data {
	COMPLETE_APPS,	   /* shop */
	COMPLETE_ORGS,	   /* acme */
	COMPLETE_ACCOUNTS, /* jane@example.com */
	COMPLETE_SCOPES,   /* app:shop, org:acme */
};

/*
 * Offers those that the store, if it is open, and the settings have: nothing
 * is asked, of a person or of Fly. What can't be read has none.
 */
void complete_data(enum complete_data what,
		   void (*offer)(const char *word, void *data), void *data);

#endif
