/* SPDX-License-Identifier: MIT */
/* fly-cred narrow: lets a token from standard input do less, offline. */
#include "config.h"

#include "cli/command.h"
#include "cli/narrow-audience.h"
#include "cli/narrow-caveats.h"
#include "token/caveat-json.h"
#include "token/discharge.h"
#include "token/intake.h"
#include "token/narrow.h"
#include "util/timestamp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

struct values {
	const char *app;
	const char *organization;
	bool readonly;
	int64_t life; /* 0: not given */
	struct option_texts mutations;
	struct option_texts commands;
	const char *recipe;
	const char *caveats;
	bool header;
};

#define ROW(letter, name, kind, argument, help, member) \
	{                                               \
		letter, name, kind, argument, help,     \
			offsetof(struct values, member) \
	}

static const struct option_row options[] = {
	ROW('a', "app", OPTION_TEXT, "ID", "one app, by its number", app),
	ROW('o', "org", OPTION_TEXT, "ID", "one organization, by its number",
	    organization),
	ROW(0, "readonly", OPTION_FLAG, NULL, "nothing but reading", readonly),
	ROW(0, "life", OPTION_DURATION, "D", "for at most D from now (2h, 3d)",
	    life),
	ROW(0, "mutation", OPTION_TEXTS, "NAME",
	    "only this GraphQL mutation; repeatable", mutations),
	ROW(0, "command", OPTION_TEXTS, "LINE",
	    "run only this on machines, else read; repeatable", commands),
	ROW(0, "recipe", OPTION_TEXT, "NAME",
	    "app, docker, docker-images, readonly or readonly-app", recipe),
	ROW(0, "caveats", OPTION_TEXT, "FILE",
	    "caveats in JSON, as 'inspect --json' shows them", caveats),
	ROW(0, "header", OPTION_FLAG, NULL,
	    "put the scheme word FlyV1 before it", header),
	{.name = NULL},
};

static bool read_token(struct secret *ret_text, struct bundle *ret_bundle,
		       struct error *err)
{
	AUTO_SECRET struct secret text = SECRET_EMPTY;
	struct intake intake;

	if (!secret_read(&text, STDIN_FILENO, INTAKE_LIMIT, "the token", err) ||
	    !intake_normalize(secret_slice(&text), ret_text, &intake, err) ||
	    !bundle_parse(secret_slice(ret_text), ret_bundle, err))
		return false;
	if (intake.permissions == 0)
		return fail(err, ERR_NOT_FOUND,
			    "there is no permission token in the text; a login "
			    "(OAuth) or a discharge can't be narrowed");
	return true;
}

static bool read_caveats(const char *path, struct secret *ret_text,
			 struct error *err)
{
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return fail(err, ERR_USAGE,
			    "can't open the file of --caveats: %s",
			    strerror(errno));
	if (!secret_read(ret_text, fd, CAVEAT_JSON_LIMIT, "the caveats", err))
		return false;
	return ret_text->length ||
	       fail(err, ERR_USAGE, "the file of --caveats is empty");
}

/* Without --recipe, what --app and --readonly come to. */
static bool choose_recipe(const struct values *values, struct narrow_wish *wish,
			  struct error *err)
{
	wish->readonly = values->readonly;
	wish->recipe = values->app ? RECIPE_APP : RECIPE_WINDOW;
	if (values->recipe == NULL ||
	    recipe_parse(values->recipe, &wish->recipe))
		return true;
	return fail(err, ERR_USAGE,
		    "--recipe is one of app, docker, docker-images, readonly, "
		    "readonly-app");
}

static bool says_anything(const struct values *values)
{
	return values->app || values->organization || values->readonly ||
	       values->life || values->mutations.count ||
	       values->commands.count || values->recipe || values->caveats;
}

static bool make_caveats(const struct values *values,
			 const struct bundle *bundle,
			 struct audience *ret_audience, struct secret *ret_set,
			 struct error *err)
{
	AUTO_SECRET struct secret file = SECRET_EMPTY;
	struct narrow_wish wish = {.mutations = &values->mutations,
				   .commands = &values->commands};
	struct window window;

	if (!choose_recipe(values, &wish, err) ||
	    !narrow_audience(bundle, values->app, values->organization,
			     recipe_needs_app(wish.recipe), ret_audience, err))
		return false;
	if (values->caveats && !read_caveats(values->caveats, &file, err))
		return false;
	if (values->life) {
		window = window_from(clock_now(), values->life);
		wish.window = &window;
	}
	wish.app_id = ret_audience->app_id;
	wish.caveats = secret_slice(&file);
	if (narrow_needs_organization(bundle, *ret_audience))
		wish.organization_id = ret_audience->organization_id;
	return narrow_caveats(&wish, ret_set, err);
}

/* What is lost on the way is told, and what would be no use is not given. */
static bool check_result(const struct bundle *bundle, const struct secret *text,
			 struct error *err)
{
	AUTO_BUNDLE struct bundle narrowed = BUNDLE_EMPTY;
	const struct audience anyone = {0, 0};
	size_t logins = bundle_count(bundle, TOKEN_OAUTH), others;

	if (!bundle_parse(secret_slice(text), &narrowed, err))
		return false;
	if (bundle_lacks_discharge(&narrowed))
		return fail_undischarged("the token", err);
	others = bundle_count(bundle, TOKEN_PERMISSION) -
		 bundle_count(&narrowed, TOKEN_PERMISSION);
	if (logins)
		fprintf(stderr, "fly-cred: left out %zu login%s (OAuth)\n",
			logins, logins == 1 ? "" : "s");
	if (others)
		fprintf(stderr, "fly-cred: left out %zu token%s for others\n",
			others, others == 1 ? "" : "s");
	if (bundle_expiry(&narrowed, anyone) <= clock_now())
		fprintf(stderr, "fly-cred: the token has expired\n");
	return true;
}

static bool run(const void *data, char **arguments, struct error *err)
{
	const struct values *values = data;
	AUTO_SECRET struct secret text = SECRET_EMPTY, set = SECRET_EMPTY;
	AUTO_SECRET struct secret narrowed = SECRET_EMPTY, line = SECRET_EMPTY;
	AUTO_BUNDLE struct bundle bundle = BUNDLE_EMPTY;
	struct audience audience = {0, 0};

	(void)arguments;
	if (!says_anything(values))
		return fail(err, ERR_USAGE,
			    "say what to narrow to; 'fly-cred narrow --help' "
			    "lists the options");
	if (!read_token(&text, &bundle, err) ||
	    !make_caveats(values, &bundle, &audience, &set, err) ||
	    !bundle_append(&bundle, audience, secret_slice(&set), &narrowed,
			   err) ||
	    !check_result(&bundle, &narrowed, err))
		return false;
	if (values->header)
		secret_append_string(&line, "FlyV1 ");
	secret_append(&line, narrowed.data, narrowed.length);
	secret_append(&line, "\n", 1);
	return secret_write(&line, STDOUT_FILENO, "the token", err);
}

const struct command command_narrow = {
	.name = "narrow",
	.arguments = "",
	.summary = "let a token from standard input do less, offline",
	.example = "fly-cred narrow --app 1234567 --life 1h < token",
	.options = options,
	.values_size = sizeof(struct values),
	.run = run,
};
