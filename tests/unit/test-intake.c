/* SPDX-License-Identifier: MIT */
/* Intake: pasted text in its many shapes, and what is wrong with it. */
#include "config.h"

#include "token/bundle.h"
#include "token/intake.h"
#include "unit/mint.h"
#include "unit/tap.h"
#include "unit/vectors.h"

#include <ctype.h>

static struct json_object *extra;

static bool normalize(const char *text, struct secret *normal,
		      struct intake *intake, struct error *err)
{
	secret_clear(normal);
	return intake_normalize(slice_of_string(text), normal, intake, err);
}

/* A whole deploy-shaped bundle, "FlyV1 " included. */
static const char *deploy_header(void)
{
	return vectors_text(extra, "/bundle/authorization_header");
}

static void test_schemes(void)
{
	static const char *const before[] = {"",
					     "FlyV1 ",
					     "flyv1 ",
					     "Bearer ",
					     "BEARER FLYV1 ",
					     "FlyV1 Bearer\t",
					     " \n FlyV1\nBearer\r\n",
					     "FlyV1\t",
					     ",FlyV1 ",
					     "FlyV1,FlyV1 ,, "};
	AUTO_SECRET struct secret text = SECRET_EMPTY, normal = SECRET_EMPTY;
	const char *list = deploy_header() + 6;
	struct intake intake;
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		secret_clear(&text);
		secret_append_string(&text, before[i]);
		secret_append_string(&text, list);
		secret_append_string(&text, " ,\n");
		ok(normalize(text.data, &normal, &intake, &err) &&
			   strcmp(normal.data, list) == 0,
		   "scheme words, form %zu", i + 1);
	}
	ok(intake.kind == INTAKE_MACAROONS && intake.permissions == 1 &&
		   !intake.lacks_discharge,
	   "macaroons, complete");
}

/* As a terminal of that width or a mail program would break it. */
static void test_line_breaks(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY, normal = SECRET_EMPTY;
	const char *list = deploy_header() + 6;
	struct intake intake;
	struct error err;
	size_t width, i;

	for (width = 1; width < 90; width += 11) {
		secret_clear(&text);
		secret_append_string(&text, "FlyV1 ");
		for (i = 0; list[i]; i++) {
			secret_append(&text, &list[i], 1);
			if (i % width == 0)
				secret_append_string(&text, "\r\n  ");
		}
		ok(normalize(text.data, &normal, &intake, &err) &&
			   strcmp(normal.data, list) == 0,
		   "broken every %zu characters", width);
	}
	ok(normalize(list, &text, &intake, &err) &&
		   normalize(text.data, &normal, &intake, &err) &&
		   strcmp(text.data, normal.data) == 0,
	   "the normal form stays as it is");
}

static void test_order(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY, normal = SECRET_EMPTY;
	AUTO_SECRET struct secret one = SECRET_EMPTY, wanted = SECRET_EMPTY;
	struct intake intake;
	struct error err;

	mint_permission(0, "", &one);
	secret_append_string(&text, "fo1_abcdef, FlyV1 ");
	secret_append_string(&text, one.data);
	secret_append_string(&text, ",, old/token+43,");
	secret_append_string(&wanted, one.data);
	secret_append_string(&wanted, ",fo1_abcdef,old/token+43");
	ok(normalize(text.data, &normal, &intake, &err) &&
		   strcmp(normal.data, wanted.data) == 0 &&
		   intake.kind == INTAKE_BOTH,
	   "macaroons come before OAuth tokens, each in order");
	ok(normalize("Bearer fo1_abcdef\n", &normal, &intake, &err) &&
		   strcmp(normal.data, "fo1_abcdef") == 0 &&
		   intake.kind == INTAKE_OAUTH && intake.permissions == 0,
	   "OAuth only");
	secret_clear(&text);
	mint_permission(1, THIRD_PARTY("0a"), &text);
	ok(normalize(text.data, &normal, &intake, &err) &&
		   intake.lacks_discharge,
	   "a discharge is missing");
	secret_clear(&text);
	mint_discharge("0a", 0, "", &text);
	ok(normalize(text.data, &normal, &intake, &err) &&
		   intake.permissions == 0 && intake.kind == INTAKE_MACAROONS,
	   "a discharge alone is no permission token");
}

/* Whether eight characters of the text in a row are in the message. */
static bool reveals(const char *message, const char *text)
{
	char piece[9] = "";
	size_t at;

	for (at = 0; at + 8 <= strlen(text); at++) {
		memcpy(piece, text + at, 8);
		if (strstr(message, piece))
			return true;
	}
	return false;
}

static void test_cut(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY, normal = SECRET_EMPTY;
	const char *header = deploy_header();
	bool noticed = true, silent = true;
	struct intake intake;
	struct error err;
	size_t length;

	for (length = 0; length < strlen(header); length++) {
		secret_clear(&text);
		secret_append(&text, header, length);
		err.message[0] = '\0';
		if (normalize(secret_text(&text), &normal, &intake, &err))
			noticed = noticed && intake.lacks_discharge;
		else
			noticed = noticed && err.code == ERR_USAGE &&
				  normal.length == 0;
		silent = silent && !reveals(err.message, header + 10);
	}
	ok(noticed, "cut off at every length: refused or a discharge lacks");
	ok(silent, "no message shows a part of the token");
	secret_clear(&text);
	secret_append(&text, header, strlen(header) - 30);
	ok(!normalize(text.data, &normal, &intake, &err) &&
		   strstr(err.message, "token 2 of 2 breaks off after 206 "
				       "characters: the paste is incomplete"),
	   "the place is named: %s", err.message);
}

static void test_refused(void)
{
	static const struct {
		const char *text;
		const char *message;
	} cases[] = {
		{"", "no token"},
		{" \n, ,", "no token"},
		{"FlyV1", "no token"},
		{"FlyV1 Bearer ", "no token"},
		{"fm2", "breaks off"},
		{"fm2_", "breaks off after 4"},
		{"f", "breaks off after 1"},
		{"fo1_", "breaks off"},
		{"fm1r_lJ", "breaks off"},
		{"FlyV", "breaks off after 4"},
		{"fm2_AAAA", "is damaged"},
		{"fm2_AAAB=", "breaks off"},
		{"fm2_AA==AA==", "at place 9"},
		{"fm2_AA-A", "at place 7"},
		{"fm2_AA\x1b[A", "at place 7"},
		{"fo1_\x01x", "at place 5"},
		{"fo1_x\xc2\xa0", "at place 6"},
		{"'fm2_AAAA'", "has 1 characters before"},
		{"FLY_API_TOKEN=fm2_AAAA", "has 14 characters before"},
		{"fo1_abcdef,fm2_AAAA", "token 2 of 2"},
	};
	AUTO_SECRET struct secret normal = SECRET_EMPTY;
	struct intake intake;
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(!normalize(cases[i].text, &normal, &intake, &err) &&
			   err.code == ERR_USAGE && normal.length == 0 &&
			   strstr(err.message, cases[i].message),
		   "case %zu: %s", i + 1, cases[i].message);
}

static void test_size(void)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY, normal = SECRET_EMPTY;
	struct intake intake;
	struct error err;

	while (text.length < INTAKE_LIMIT)
		secret_append(&text, "x", 1);
	ok(normalize(text.data, &normal, &intake, &err), "as long as allowed");
	secret_append(&text, "x", 1);
	ok(!normalize(text.data, &normal, &intake, &err) &&
		   err.code == ERR_USAGE,
	   "one byte more");
	secret_clear(&normal);
	ok(!intake_normalize(slice_of("a\0b", 3), &normal, &intake, &err),
	   "a NUL in the middle");
}

int main(void)
{
	extra = vectors_load("macaroon-extra-vectors.json");
	test_schemes();
	test_line_breaks();
	test_order();
	test_cut();
	test_refused();
	test_size();
	json_object_put(extra);
	return tap_done();
}
