/* SPDX-License-Identifier: MIT */
/* Macaroons: every vector decoded and verified by its key. */
#include "config.h"

#include "token/macaroon.h"
#include "unit/tap.h"
#include "unit/vectors.h"

#include <sodium.h>

static struct json_object *upstream;
static struct json_object *extra;

static bool text_equal(struct slice bytes, const char *text)
{
	return slice_equal(bytes, slice_of_string(text));
}

/* The caveat set without its head, 0x92: all of those hold one caveat. */
static struct slice one_caveat(const struct secret *set)
{
	return slice_of(set->data + 1, set->length - 1);
}

static void test_upstream_macaroons(void)
{
	AUTO_SECRET struct secret key = SECRET_EMPTY, kid = SECRET_EMPTY;
	AUTO_SECRET struct secret set = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;

	vectors_base64(vectors_text(upstream, "/key"), &key);
	vectors_base64(vectors_text(upstream, "/kid"), &kid);
	json_object_object_foreach(vectors_at(upstream, "/macaroons"), name,
				   header)
	{
		const struct macaroon *m;

		if (!ok(vectors_bundle(json_object_get_string(header),
				       &bundle) &&
				bundle.count == 1,
			"%s is decoded", name))
			continue;
		m = &bundle.tokens[0].macaroon;
		vectors_base64(json_object_get_string(json_object_object_get(
				       vectors_at(upstream, "/caveats"), name)),
			       &set);
		ok(m->caveats.count == 1 &&
			   slice_equal(m->caveats.bytes, one_caveat(&set)),
		   "%s: its caveat", name);
		/* The keys of the three attestations were not recorded. */
		if (m->is_proof)
			ok(strstr(name, "UserID") != NULL &&
				   m->kid.length == 64,
			   "%s is a discharge", name);
		else
			ok(text_equal(m->location,
				      vectors_text(upstream, "/location")) &&
				   slice_equal(m->kid, secret_slice(&kid)) &&
				   vectors_verify(m, secret_slice(&key)),
			   "%s: location, key id and signatures", name);
	}
}

/* The key of a discharge, found in the ticket and in the verifier key. */
static void check_third_party(const struct macaroon *m, const char *root_key,
			      const char *tp_key, struct secret *ret_key)
{
	AUTO_SECRET struct secret root = SECRET_EMPTY, shared = SECRET_EMPTY;
	AUTO_SECRET struct secret ticket_plain = SECRET_EMPTY;
	struct slice rest = m->caveats.bytes, ticket, verifier;
	uint8_t tail[MACAROON_TAIL_SIZE];
	struct caveat caveat;
	size_t before = 0;

	vectors_base64(root_key, &root);
	vectors_base64(tp_key, &shared);
	while (caveat_next(&rest, &caveat) && !caveat_ticket(&caveat, &ticket))
		before++;
	ok(macaroon_has_ticket(m, ticket), "the ticket is found");
	ok(vectors_unseal(ticket, (const uint8_t *)shared.data, &ticket_plain),
	   "the ticket opens with the shared key");
	vectors_tail(m, secret_slice(&root), before, tail);
	/* Sixty bytes of binary, right before the ticket: c4 3c ... c4 len */
	verifier = slice_of(ticket.bytes - 62, 60);
	ok(vectors_unseal(verifier, tail, ret_key) && ret_key->length == 32 &&
		   memcmp(ret_key->data, ticket_plain.data + 3, 32) == 0,
	   "the verifier key opens with the tail before it, to the same key");
}

static void test_upstream_third_parties(void)
{
	AUTO_SECRET struct secret key = SECRET_EMPTY, root = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	const struct macaroon *m, *discharge;

	if (!ok(vectors_bundle(vectors_text(upstream, "/with_tps"), &bundle) &&
			bundle.count == 2,
		"third-party caveats are decoded"))
		return;
	m = &bundle.tokens[0].macaroon;
	discharge = &bundle.tokens[1].macaroon;
	vectors_base64(vectors_text(upstream, "/key"), &root);
	ok(vectors_verify(m, secret_slice(&root)), "signatures");
	ok(m->caveats.count == 2 && macaroon_needs_discharge(m), "two of them");
	check_third_party(m, vectors_text(upstream, "/key"),
			  vectors_text(upstream, "/tp_key"), &key);
	ok(discharge->is_proof && macaroon_has_ticket(m, discharge->kid) &&
		   vectors_verify(discharge, secret_slice(&key)),
	   "the discharge: final, by its ticket, with that key");
	ok(!macaroon_has_ticket(m, m->kid), "no other ticket matches");
}

static void test_extra_bundle(void)
{
	AUTO_SECRET struct secret key = SECRET_EMPTY, root = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	uint8_t tail[MACAROON_TAIL_SIZE];
	const struct macaroon *m;

	if (!ok(vectors_bundle(
			vectors_text(extra, "/bundle/authorization_header"),
			&bundle) &&
			bundle.count == 2,
		"the deploy-shaped bundle is decoded"))
		return;
	m = &bundle.tokens[0].macaroon;
	vectors_base64(vectors_text(extra, "/bundle/root_key_b64"), &root);
	ok(text_equal(m->location, PERMISSION_LOCATION) && !m->is_proof &&
		   m->caveats.count == 3 &&
		   vectors_verify(m, secret_slice(&root)),
	   "its permission token");
	vectors_tail(m, secret_slice(&root), 1, tail);
	vectors_hex(vectors_text(extra, "/bundle/tail_before_3p_hex"), &key);
	ok(memcmp(tail, key.data, sizeof(tail)) == 0, "a tail half way");
	check_third_party(m, vectors_text(extra, "/bundle/root_key_b64"),
			  vectors_text(extra, "/bundle/tp_key_b64"), &key);
	ok(vectors_verify(&bundle.tokens[1].macaroon, secret_slice(&key)),
	   "its discharge");
	ok(caveats_expiry(m->caveats) == EXPIRY_NEVER,
	   "the permission token has no end");
	ok(caveats_expiry(bundle.tokens[1].macaroon.caveats) == 2330720000,
	   "the discharge has");
}

static void test_discharges(void)
{
	static const char *const names[] = {
		"/bundle/discharge_b64",
		"/bundle/discharge_bound_to_readonly_b64",
		"/bundle/discharge_short_bound_b64",
	};
	AUTO_SECRET struct secret bytes = SECRET_EMPTY, set = SECRET_EMPTY;
	AUTO_SECRET struct secret added = SECRET_EMPTY, ticket = SECRET_EMPTY;
	struct macaroon m;
	struct error err;
	size_t i;

	vectors_base64(vectors_text(extra, "/bundle/ticket_b64"), &ticket);
	vectors_hex("921a01", &set);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		vectors_base64(vectors_text(extra, names[i]), &bytes);
		ok(macaroon_decode(secret_slice(&bytes), &m) && m.is_proof &&
			   slice_equal(m.kid, secret_slice(&ticket)),
		   "%s answers the ticket", names[i]);
		ok(!macaroon_append(&m, secret_slice(&set), &added, &err) &&
			   added.length == 0 && err.code == ERR_FAILED,
		   "%s is final", names[i]);
	}
}

int main(void)
{
	if (sodium_init() < 0)
		return 1;
	upstream = vectors_load("macaroon-vectors.json");
	extra = vectors_load("macaroon-extra-vectors.json");
	test_upstream_macaroons();
	test_upstream_third_parties();
	test_extra_bundle();
	test_discharges();
	json_object_put(upstream);
	json_object_put(extra);
	return tap_done();
}
