/* SPDX-License-Identifier: MIT */
/* Answers in blocks: what is told of listed and revoked tokens, and when. */
#include "config.h"

#include "api/call-tokens.h"
#include "unit/fake-api.h"
#include "unit/tap.h"
#include "util/process.h"

/* What the visitors were told, in one line. */
struct told {
	char text[4096];
	bool stop; /* the visitor gives up */
};

__attribute__((format(printf, 2, 3))) static void tell(struct told *told,
						       const char *format, ...)
{
	size_t used = strlen(told->text);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(told->text + used, sizeof(told->text) - used, format,
		  arguments);
	va_end(arguments);
}

static bool page(const struct api_listed *tokens, size_t count, int64_t total,
		 void *data, struct error *err)
{
	struct told *told = data;
	size_t i;

	tell(told, "(%lld)", (long long)total);
	for (i = 0; i < count; i++)
		tell(told, " %s:%s:%lld", tokens[i].id, tokens[i].name,
		     (long long)tokens[i].expires_at);
	return !told->stop || fail(err, ERR_FAILED, "enough");
}

static bool list(struct told *told, struct protocol_facts *facts,
		 struct error *err)
{
	const struct api_endpoint where = endpoint(5);
	const struct api_scope scope = {.app = "shop"};
	const struct api_list_visitor visitor = {page, told};
	AUTO_SECRET struct secret login = SECRET_EMPTY;

	told->text[0] = '\0';
	secret_append_string(&login, "fo1_marked");
	return api_list(&where, &login, &scope, &visitor, facts, err);
}

#define MORE "version=1\nstatus=more\n"
#define OK   "version=1\nstatus=ok\n"

static void test_list(void)
{
	struct protocol_facts facts;
	struct told told = {.stop = false};
	struct error err = {0};

	fake_reply(MORE "total=3\ntoken_id=A\ntoken_name=one\n"
			"expires_at=17\ntoken_id=B\n\n" MORE
			"token_id=C\ntoken_name=x=y\nexpires_at=soon\n\n" OK
			"skew=-2\n");
	ok(list(&told, &facts, &err) &&
		   strcmp(told.text, "(3) A:one:17 B::0(0) C:x=y:0") == 0,
	   "pages as they come: %s", told.text);
	ok(facts.has_skew && facts.skew == -2, "and the skew at the end");
	ok(file_has("request", "operation=list\n") &&
		   file_has("request", "app=shop\n"),
	   "the request says what to list");
	fake_reply(MORE "\n" OK);
	ok(list(&told, &facts, &err) && strcmp(told.text, "(0)") == 0,
	   "a page of nothing");
	fake_reply(MORE "token_id=A\n\nversion=1\nstatus=error\ncode=7\n"
			"message=cut\n");
	ok(!list(&told, &facts, &err) && err.code == ERR_NETWORK &&
		   strcmp(err.message, "cut") == 0 &&
		   strcmp(told.text, "(0) A::0") == 0,
	   "a failure after the first page");
	fake("cat > /dev/null; printf 'version=1\\nstatus=more\\ntoken_id=A\\n"
	     "\\n'; sleep 0.2; printf 'version=1\\nstatus='; sleep 0.2; "
	     "printf 'more\\ntoken_id=B\\n\\nversion=1\\nstatus=ok\\n'");
	ok(list(&told, &facts, &err) &&
		   strcmp(told.text, "(0) A::0(0) B::0") == 0,
	   "blocks in pieces");
}

static void test_bad_blocks(void)
{
	static const struct {
		const char *lines;
		const char *says;
	} bad[] = {
		{"version=2\nstatus=more\n\n" OK, "speaks version 2"},
		{"status=more\n\n" OK, "does not begin with its version"},
		{OK "\n" OK, "does not answer as it should"},
		{MORE "nothing\n\n" OK, "does not answer as it should"},
		{MORE "token_id=A\n", "does not answer as it should"},
		{MORE "token_id=A\n\n", "no answer"},
	};
	struct protocol_facts facts;
	struct told told = {.stop = false};
	struct error err = {0};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		fake_reply(bad[i].lines);
		ok(!list(&told, &facts, &err) && err.code == ERR_FAILED &&
			   strstr(err.message, bad[i].says),
		   "blocks %zu: %s", i + 1, err.message);
	}
	fake("cat > /dev/null; exec cat /dev/zero");
	ok(!list(&told, &facts, &err) && err.code == ERR_FAILED,
	   "a block without end: %s", err.message);
	told.stop = true;
	fake("cat > /dev/null; while printf 'version=1\\nstatus=more\\n\\n'; "
	     "do :; done");
	ok(!list(&told, &facts, &err) && strcmp(err.message, "enough") == 0 &&
		   strcmp(told.text, "(0)") == 0,
	   "who has heard enough ends it");
}

static bool result(const char *id, const struct error *problem, void *data,
		   struct error *err)
{
	struct told *told = data;

	tell(told, " %s:%s:%d", id, problem ? problem->message : "ok",
	     problem ? problem->code : 0);
	return !told->stop || fail(err, ERR_FAILED, "enough");
}

static bool revoke_tokens(struct told *told, size_t count, struct error *err)
{
	static const char *const ids[] = {"A", "B", "C"};
	const struct api_endpoint where = endpoint(5);
	const struct api_revoke_visitor visitor = {result, told};
	AUTO_SECRET struct secret login = SECRET_EMPTY;

	told->text[0] = '\0';
	secret_append_string(&login, "fo1_marked");
	return api_revoke(&where, &login, ids, count, &visitor, err);
}

static void test_revoke(void)
{
	struct told told = {.stop = false};
	struct error err = {0};

	fake_reply(MORE "token_id=A\n\n" MORE
			"token_id=B\ncode=3\nmessage=gone\n\n" MORE
			"token_id=C\n\n" OK);
	ok(revoke_tokens(&told, 3, &err) &&
		   strcmp(told.text, " A:ok:0 B:gone:3 C:ok:0") == 0,
	   "each with what became of it:%s", told.text);
	ok(file_has("request", "token_id=A\ntoken_id=B\ntoken_id=C\n"),
	   "the request names them all");
	fake_reply(MORE "token_id=A\n\nversion=1\nstatus=error\ncode=7\n"
			"message=cut\n");
	ok(revoke_tokens(&told, 3, &err) &&
		   strcmp(told.text, " A:ok:0 B:cut:7 C:cut:7") == 0,
	   "the rest has the reason:%s", told.text);
	fake_reply(MORE "token_id=B\n\n" OK);
	ok(revoke_tokens(&told, 1, &err) &&
		   strstr(told.text, " A:fly-cred-api"),
	   "another's result is none:%s", told.text);
	fake_reply(MORE "token_id=A\n\n" MORE "token_id=B\n\n" OK);
	ok(revoke_tokens(&told, 1, &err) && strcmp(told.text, " A:ok:0") == 0,
	   "one result is told once:%s", told.text);
	told.stop = true;
	ok(!revoke_tokens(&told, 3, &err) &&
		   strcmp(told.text, " A:ok:0") == 0 &&
		   strcmp(err.message, "enough") == 0,
	   "who has heard enough ends it");
}

int main(void)
{
	process_harden(); /* as all callers: programs that don't listen */
	fake_begin();
	test_list();
	test_bad_blocks();
	test_revoke();
	fake_end();
	return tap_done();
}
