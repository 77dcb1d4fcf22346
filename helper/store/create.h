/* SPDX-License-Identifier: MIT */
/* A new store. */
#ifndef FC_CREATE_H
#define FC_CREATE_H

#include "store/key-wrap.h"
#include "store/store.h"

/* Whether there is no store at store_path() yet; else ERR_USAGE says so. */
bool store_is_absent(struct error *err) MUST_CHECK;

/*
 * Makes a store at store_path() with one slot, named after its kind, and opens
 * it unlocked. ERR_USAGE when there is one; ERR_CORRUPT when there is one that
 * lost its link to the generation in use.
 */
bool store_create(const struct key_secret *secret, struct store *ret_store,
		  struct error *err) MUST_CHECK;

#endif
