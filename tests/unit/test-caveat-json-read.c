/* SPDX-License-Identifier: MIT */
/* Caveats from JSON that people write: what is read and what is refused. */
#include "config.h"

#include "token/caveat-json.h"
#include "unit/tap.h"
#include "unit/vectors.h"

static const struct {
	const char *json;
	const char *hex;
} read_forms[] = {
	{"[]", "90"},
	{" [ ] \n", "90"},
	{"[{\"type\":\"DeprecatedApps\",\"body\":{\"apps\":{\"5\":\"wr\"}}}]",
	 "920391810503"},
	{"[{\"type\":\"DeprecatedOrganization\","
	 "\"body\":{\"id\":5,\"mask\":\"*\"}}]",
	 "92009205cdffff"},
	{"[{\"type\":\"NoAdminFeatures\",\"body\":{}}]", "921690"},
	{"[{\"type\":\"26\",\"body\":\"r\"}]", "921a01"},
	{"[{\"type\":\"Apps\",\"body\":{}}]", "920391c0"},
	{"[{\"type\":\"Commands\",\"body\":null}]", "921bc0"},
	{"[{\"type\":\"Apps\",\"body\":{\"apps\":{\"0\":\"r\"}}}]",
	 "920391810001"},
	{"[{\"type\":\"Apps\",\"body\":{\"apps\":"
	 "{\"300\":\"*\",\"5\":\"rw\",\"70000\":\"r\"}}}]",
	 "920391830503cd012ccdffffce0001117001"},
	{"[{\"type\":\"Volumes\",\"body\":{\"volumes\":"
	 "{\"b\":\"r\",\"\xc3\xa9\":\"r\",\"B\":\"r\"}}}]",
	 "92029183a14201a16201a2c3a901"},
};

static void test_read(void)
{
	AUTO_SECRET struct secret wanted = SECRET_EMPTY, got = SECRET_EMPTY;
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(read_forms) / sizeof(read_forms[0]); i++) {
		vectors_hex(read_forms[i].hex, &wanted);
		secret_clear(&got);
		ok(caveats_from_json_text(slice_of_string(read_forms[i].json),
					  &got, &err) &&
			   slice_equal(secret_slice(&got),
				       secret_slice(&wanted)),
		   "read: %s", read_forms[i].hex);
	}
}

#define BODY(type, body) "[{\"type\":\"" type "\",\"body\":" body "}]"

static const struct {
	const char *json;
	const char *message;
} refused[] = {
	{"", "line 1: this is no JSON"},
	{"[\n{]", "line 2: this is no JSON"},
	{"[] x", "line 1: this is no JSON"},
	{"{}", "caveats come as a JSON array"},
	{"[1]", "caveat 1 is no object with type and body"},
	{"[{}]", "caveat 1 has no type"},
	{"[{\"type\":3,\"body\":{}}]", "caveat 1 has no type"},
	{BODY("Nonsense", "{}"),
	 "caveat 1: there is no caveat 'Nonsense' that could be added"},
	{BODY("281474976710656", "\"eA==\""),
	 "caveat 1: there is no caveat '281474976710656' that could be added"},
	{BODY("-3", "{}"),
	 "caveat 1: there is no caveat '-3' that could be added"},
	{"[{\"type\":\"19\",\"body\":\"xAD/\","
	 "\"undecoded\":\"unexpected body\"}]",
	 "caveat 1: 'undecoded' does not belong there"},
	{"[{\"type\":\"Action\"}]", "caveat 1 (Action): 'body' is missing"},
	{BODY("Action", "\"read\""),
	 "caveat 1 (Action): 'body' must consist of the letters rwcdC or be *"},
	{BODY("Action", "1"),
	 "caveat 1 (Action): 'body' must consist of the letters rwcdC or be *"},
	{BODY("Organization", "{\"mask\":\"r\"}"),
	 "caveat 1 (Organization): 'id' is missing"},
	{BODY("Organization", "{\"id\":1,\"mask\":\"r\",\"app\":1}"),
	 "caveat 1 (Organization): 'app' does not belong there"},
	{BODY("Organization", "{\"id\":-1,\"mask\":\"r\"}"),
	 "caveat 1 (Organization): 'id' is negative"},
	{BODY("Organization", "{\"id\":1.5,\"mask\":\"r\"}"),
	 "caveat 1 (Organization): 'id' is no whole number"},
	{BODY("Organization", "{\"id\":99999999999999999999,\"mask\":\"r\"}"),
	 "caveat 1 (Organization): 'id' is too large"},
	{BODY("ValidityWindow",
	      "{\"not_before\":0,\"not_after\":9223372036854775808}"),
	 "caveat 1 (ValidityWindow): 'not_after' is too large"},
	{BODY("AllowedRoles", "4294967296"),
	 "caveat 1 (AllowedRoles): 'body' is too large"},
	{BODY("Apps", "{\"apps\":{\"shop\":\"r\"}}"),
	 "caveat 1 (Apps): 'apps' has a key that is no number"},
	{BODY("Apps", "{\"apps\":{\"05\":\"r\"}}"),
	 "caveat 1 (Apps): 'apps' has a key that is no number"},
	{BODY("Apps", "{\"apps\":{\"18446744073709551616\":\"r\"}}"),
	 "caveat 1 (Apps): 'apps' has a key that is no number"},
	{BODY("Apps", "{\"apps\":{\"0\":\"r\",\"5\":\"r\"}}"),
	 "caveat 1 (Apps): 'apps' has a wildcard beside other keys"},
	{BODY("Machines", "{\"machines\":{\"\":\"r\",\"m\":\"r\"}}"),
	 "caveat 1 (Machines): 'machines' has a wildcard beside other keys"},
	{BODY("Apps", "{\"apps\":[]}"), "caveat 1 (Apps): 'apps' is no object"},
	{BODY("Apps", "[]"), "caveat 1 (Apps): 'body' is no object"},
	{BODY("Mutations", "{\"mutations\":\"x\"}"),
	 "caveat 1 (Mutations): 'mutations' is no list of texts"},
	{BODY("Mutations", "{\"mutations\":[1]}"),
	 "caveat 1 (Mutations): 'mutations' is no text"},
	{BODY("Commands", "{}"),
	 "caveat 1 (Commands): 'body' is no list of commands"},
	{BODY("Commands", "[{\"args\":[],\"exact\":1}]"),
	 "caveat 1 (Commands): 'exact' is neither true nor false"},
	{BODY("BindToParentToken", "\"x\""),
	 "caveat 1 (BindToParentToken): 'body' is no base64"},
	{BODY("BindToParentToken", "7"),
	 "caveat 1 (BindToParentToken): 'body' is no base64"},
	{"[{\"type\":\"Action\",\"body\":\"r\"},"
	 "{\"type\":\"IfPresent\",\"body\":{\"ifs\":{},\"else\":\"r\"}}]",
	 "caveat 2 (IfPresent): 'ifs' is no list of caveats"},
};

static void test_refused(void)
{
	AUTO_SECRET struct secret got = SECRET_EMPTY;
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		err.message[0] = '\0';
		ok(!caveats_from_json_text(slice_of_string(refused[i].json),
					   &got, &err) &&
			   err.code == ERR_USAGE && got.length == 0 &&
			   strcmp(err.message, refused[i].message) == 0,
		   "refused: %s", err.message);
	}
}

static void test_depth(void)
{
	AUTO_SECRET struct secret json = SECRET_EMPTY, got = SECRET_EMPTY;
	struct error err;
	size_t depth, i;

	for (depth = 4; depth <= 20; depth += 16) {
		secret_clear(&json);
		for (i = 0; i < depth; i++)
			secret_append_string(&json,
					     "[{\"type\":\"IfPresent\",\"body\""
					     ":{\"else\":\"\",\"ifs\":");
		secret_append_string(&json, "[]");
		for (i = 0; i < depth; i++)
			secret_append_string(&json, "}}]");
		ok(caveats_from_json_text(secret_slice(&json), &got, &err) ==
			   (depth == 4),
		   "%zu deep", depth);
	}
}

int main(void)
{
	test_read();
	test_refused();
	test_depth();
	return tap_done();
}
