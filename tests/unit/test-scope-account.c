/* SPDX-License-Identifier: MIT */
/* Whose app or organization it is, and when Fly is asked for that. */
#include "config.h"

#include "resolve/back-off-notes.h"
#include "resolve/issued.h"
#include "resolve/organizations.h"
#include "resolve/scope-account.h"
#include "store/create.h"
#include "store/key-change.h"
#include "store/key.h"
#include "unit/fake-api.h"
#include "unit/sandbox.h"
#include "unit/tap.h"

static struct session session = SESSION_CLOSED;
static struct accounts accounts = ACCOUNTS_EMPTY;
static struct error err;

/* Logs in as that user, who is in these organizations (to 0). */
static void add_account(const char *name, const char *origin, int64_t number)
{
	AUTO_FREE char *id = alloc_formatted("%s@%s", name, origin);
	AUTO_FREE char *token = alloc_formatted("fo1_%s", name);
	AUTO_SECRET struct secret login = SECRET_EMPTY;
	struct api_organization own = {
		.number = number,
		.slug = number == 4721 ? "acme" : "other",
		.name = "An organization",
	};
	struct api_login answer = {.organizations = &own, .count = 1};
	const struct account account = {.id = id,
					.name = name,
					.email = name,
					.origin = origin,
					.ca_file = "",
					.proxy = "",
					.registry = "registry.fly.io"};

	secret_append_string(&login, token);
	if (!account_set_login(&session.store, &account, &login, &err) ||
	    !organizations_keep(&session.store, &account, &answer, &err) ||
	    !accounts_add(&session.store, &account, &err) ||
	    !accounts_load(&session.store, &accounts, &err))
		ok(false, "account %s: %s", name, err.message);
}

/* The name of the account that is chosen, or NULL; err says why. */
static const char *choose(enum scope_kind kind, const char *name, bool offline)
{
	const struct token_request request = {.offline = offline};
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;
	const struct account *account;

	err.message[0] = '\0';
	if (!scope_set(&scope, kind, name, &err) ||
	    !scope_account_choose(&session, &accounts, &scope, &request,
				  &account, &err))
		return NULL;
	return account->name;
}

static bool chosen(enum scope_kind kind, const char *name, bool offline,
		   const char *expected)
{
	const char *found = choose(kind, name, offline);

	if (found && strcmp(found, expected) == 0)
		return true;
	printf("# %s: %s\n", found ? found : "none", err.message);
	return false;
}

static bool refused(enum scope_kind kind, const char *name, bool offline,
		    enum error_code code, const char *text)
{
	const char *found = choose(kind, name, offline);

	if (found == NULL && err.code == code && strstr(err.message, text))
		return true;
	printf("# %s: %d %s\n", found ? found : "none", err.code, err.message);
	return false;
}

/* Fly answers by login; each request is counted. */
static void fake_fly(const char *ann, const char *bob)
{
	AUTO_FREE char *body = alloc_formatted(
		"request=$(cat)\nprintf x >> \"${0%%/*}/request\"\n"
		"echo version=1\ncase $request in\n"
		"*token=fo1_ann*) printf '%%b' '%s' ;;\n"
		"*) printf '%%b' '%s' ;;\nesac",
		ann, bob);
	AUTO_FREE char *count = alloc_formatted("%s/request", fake_directory);

	unlink(count);
	fake(body);
}

/* Whether it was asked that often since. */
static bool asked(const char *times)
{
	AUTO_FREE char *count = alloc_formatted("%s/request", fake_directory);
	struct stat status = {.st_size = 0};

	stat(count, &status);
	return (size_t)status.st_size == strlen(times);
}

#define KNOWN(number)                                                \
	"status=ok\\napp_id=A\\napp_number=11\\napp_name=shop\\n"    \
	"organization_id=O\\norganization_number=" number "\\n"        \
	"organization_slug=it\\n"
#define UNKNOWN "status=error\\ncode=3\\nmessage=there is no such app\\n"
#define DENIED                                                       \
	"status=error\\ncode=6\\nmessage=not accepted\\n"            \
	"login_refused=1\\n"
#define DOWN "status=error\\ncode=7\\nmessage=it is down\\n"
#define IN_NEW                                                       \
	"status=ok\\nuser_id=5\\nemail=a@example.com\\n"             \
	"organization_id=O\\norganization_number=4799\\n"            \
	"organization_slug=new\\norganization_name=New\\n"           \
	"organization_personal=0\\n"
#define IN_NONE "status=ok\\nuser_id=5\\nemail=a@example.com\\n"

/* As after a login: no failure is remembered, and no name. */
static void begin_anew(void)
{
	AUTO_SCOPE struct scope shop = SCOPE_EMPTY;
	size_t i;

	/* Fly's answers may have changed their organizations. */
	add_account("ann", "https://api.example.com", 4721);
	add_account("bob", "https://api.example.com", 4722);
	if (!scope_set(&shop, SCOPE_APP, "shop", &err))
		ok(false, "%s", err.message);
	for (i = 0; i < accounts.count; i++) {
		const struct issued_key key = {&accounts.items[i], &shop,
					       ISSUED_APP, NULL};

		back_off_forget(&session.store, key.account);
		if (!issued_forget_name(&session.store, &key, &err))
			ok(false, "%s", err.message);
	}
}

static void test_organizations(void)
{
	fake_fly(UNKNOWN, UNKNOWN);
	ok(chosen(SCOPE_ORGANIZATION, "acme", false, "ann") &&
		   chosen(SCOPE_ORGANIZATION, "other", true, "bob") &&
		   asked(""),
	   "by who is in it, without asking");
	ok(refused(SCOPE_ORGANIZATION, "personal", false, ERR_USAGE,
		   "ann, bob; choose with --account") &&
		   asked(""),
	   "everybody has a personal one");
	ok(refused(SCOPE_ORGANIZATION, "new", true, ERR_USAGE,
		   "not known who has organization 'new': ann, bob;") &&
		   asked(""),
	   "offline it may stay open");
	fake_fly(IN_NONE, IN_NEW);
	ok(chosen(SCOPE_ORGANIZATION, "new", false, "bob") && asked("xx"),
	   "who joined since the login");
	ok(chosen(SCOPE_ORGANIZATION, "new", true, "bob") && asked("xx"),
	   "is remembered");
	ok(refused(SCOPE_ORGANIZATION, "nowhere", false, ERR_NOT_FOUND,
		   "ann, bob; check the name"),
	   "none fits: who was asked");
	fake_fly(IN_NEW, IN_NEW);
	ok(refused(SCOPE_ORGANIZATION, "nowhere", false, ERR_NOT_FOUND, "") &&
		   refused(SCOPE_ORGANIZATION, "new", false, ERR_USAGE,
			   "more than one account has organization 'new': ann, "
			   "bob; choose with --account"),
	   "several fit: the choices");
}

static void test_apps(void)
{
	begin_anew();
	fake_fly(KNOWN("4721"), UNKNOWN);
	ok(refused(SCOPE_APP, "shop", true, ERR_USAGE,
		   "not known who has app 'shop': ann, bob;") &&
		   asked(""),
	   "offline nobody asks about an app");
	ok(chosen(SCOPE_APP, "shop", false, "ann") && asked("xx"),
	   "else it is by who sees it at Fly");
	fake_fly(UNKNOWN, UNKNOWN);
	ok(chosen(SCOPE_APP, "shop", true, "ann") && asked(""),
	   "which is remembered");
	begin_anew();
	ok(refused(SCOPE_APP, "shop", false, ERR_NOT_FOUND,
		   "none of these accounts has app 'shop': ann, bob;"),
	   "nobody sees it");
	fake_fly(KNOWN("4730"), KNOWN("4730"));
	ok(refused(SCOPE_APP, "shop", false, ERR_USAGE,
		   "more than one account has app 'shop': ann, bob;"),
	   "both do");
}

static void test_failures(void)
{
	begin_anew();
	fake_fly(KNOWN("4721"), DOWN);
	ok(refused(SCOPE_APP, "shop", false, ERR_NETWORK, "it is down") &&
		   asked("xx"),
	   "an API that is down leaves it open");
	fake_fly(KNOWN("4721"), KNOWN("4721"));
	ok(refused(SCOPE_APP, "shop", false, ERR_NETWORK,
		   "asked again in") && asked("x"),
	   "and is left alone for a while");
	begin_anew();
	fake_fly(DENIED, KNOWN("4722"));
	ok(chosen(SCOPE_APP, "shop", false, "bob") && asked("xx"),
	   "a refused login stands in nobody's way");
	fake_fly(UNKNOWN, UNKNOWN);
	ok(refused(SCOPE_APP, "blog", false, ERR_DENIED, "login of 'ann'") &&
		   asked("x"),
	   "is told where nobody is left, and not used again");
}

static void ann_sees_shop(uint64_t organization)
{
	AUTO_SCOPE struct scope scope = SCOPE_EMPTY;
	struct issued_key key = {NULL, &scope, ISSUED_APP, NULL};
	const struct issued_new seen = {
		.app_number = 11,
		.organization_number = organization,
		.organization = "it",
	};

	ok(account_find(&accounts, &session.settings, "ann", &key.account,
			&err) &&
		   scope_set(&scope, SCOPE_APP, "shop", &err) &&
		   issued_keep_name(&session.store, &key, &seen, &err),
	   "ann saw the app");
}

static void test_seen(void)
{
	begin_anew();
	fake_fly(DOWN, DOWN);
	ann_sees_shop(4721);
	ok(chosen(SCOPE_APP, "shop", true, "ann") &&
		   chosen(SCOPE_APP, "shop", false, "ann") && asked(""),
	   "its organization tells whose it is, without asking");
	add_account("bob", "https://api.example.com", 4721);
	ok(refused(SCOPE_APP, "shop", true, ERR_USAGE, "ann, bob"),
	   "two members are two choices, whoever saw it");
	add_account("bob", "https://api.example.com", 4722);
	ann_sees_shop(4790);
	ok(chosen(SCOPE_APP, "shop", true, "ann"),
	   "who saw it counts as a member");
}

static void test_settled(void)
{
	struct settings *settings = &session.settings;

	ok(account_depends_on_scope(&accounts, settings, ""),
	   "with two accounts it depends on what for");
	ok(!account_depends_on_scope(&accounts, settings, "ann"),
	   "not when one is named");
	settings->account = (char *)"ann";
	ok(!account_depends_on_scope(&accounts, settings, NULL),
	   "nor when the settings name one");
	settings->account = NULL;
	settings->api_url = (char *)"https://elsewhere.example";
	ok(!account_depends_on_scope(&accounts, settings, NULL),
	   "nor when only one is bound to this API");
	settings->api_url = (char *)"https://api.example.com";
}

int main(void)
{
	CLEANUP(key_secret_clear) struct key_secret secret = {0};

	sandbox_make();
	fake_begin();
	session.settings = (struct settings){
		.api_url = (char *)"https://api.example.com",
		.registry_host = (char *)"registry.fly.io",
		.exec_path = fake_directory,
	};
	ok(key_file_prepare(in_sandbox("key"), &secret, &err) &&
		   store_create(&secret, &session.store, &err),
	   "a store");
	add_account("ann", "https://api.example.com", 4721);
	add_account("bob", "https://api.example.com", 4722);
	add_account("eve", "https://elsewhere.example", 4721);
	test_organizations();
	test_apps();
	test_failures();
	test_seen();
	test_settled();
	accounts_clear(&accounts);
	store_close(&session.store);
	fake_end();
	return tap_done();
}
