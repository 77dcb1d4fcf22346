/* SPDX-License-Identifier: MIT */
/* Which account it is, and whether its login may be sent where we would. */
#include "config.h"

#include "resolve/account.h"

#include <stdio.h>
#include <string.h>

static bool is_bound_here(const struct account *account,
			  const struct settings *settings)
{
	const char *ca_file = settings->api_ca_file ? settings->api_ca_file
						    : "";

	const char *proxy = settings->api_proxy ? settings->api_proxy : "";

	return strcmp(account->origin, settings->api_url) == 0 &&
	       strcmp(account->ca_file, ca_file) == 0 &&
	       strcmp(account->proxy, proxy) == 0 &&
	       strcmp(account->registry, settings->registry_host) == 0;
}

bool account_check_binding(const struct account *account,
			   const struct settings *settings, struct error *err)
{
	const char *proxy = settings->api_proxy ? settings->api_proxy : "";

	if (is_bound_here(account, settings))
		return true;
	return fail(err, ERR_USAGE,
		    "the login of '%s' was made with %s and %s and is not sent "
		    "to %s and %s%s%s%s%s; check FLY_API_BASE_URL, "
		    "FLY_REGISTRY_HOST and config.yml, or log in there",
		    account->name, account->origin, account->registry,
		    settings->api_url, settings->registry_host,
		    settings->api_ca_file ? " with CA " : "",
		    settings->api_ca_file ? settings->api_ca_file : "",
		    strcmp(account->proxy, proxy) == 0 ? ""
		    : *proxy			       ? " through proxy "
						       : " without a proxy",
		    strcmp(account->proxy, proxy) == 0 ? "" : proxy);
}

void accounts_bound(const struct accounts *accounts,
		    const struct settings *settings,
		    struct account_list *ret_list)
{
	size_t i;

	ret_list->count = 0;
	for (i = 0; i < accounts->count; i++)
		if (is_bound_here(&accounts->items[i], settings))
			ret_list->items[ret_list->count++] =
				&accounts->items[i];
}

void account_list_names(const struct account_list *list,
			char ret_names[ACCOUNT_NAMES_SIZE])
{
	size_t i, used = 0;

	*ret_names = '\0';
	for (i = 0; i < list->count && used < ACCOUNT_NAMES_SIZE - 1; i++)
		used += (size_t)snprintf(ret_names + used,
					 ACCOUNT_NAMES_SIZE - used, "%s%s",
					 i ? ", " : "", list->items[i]->name);
}

static bool fail_unclear(const struct accounts *accounts, const char *name,
			 struct error *err)
{
	struct account_list all = {.count = accounts->count};
	char names[ACCOUNT_NAMES_SIZE];
	size_t i;

	for (i = 0; i < accounts->count; i++)
		all.items[i] = &accounts->items[i];
	account_list_names(&all, names);
	if (name)
		return fail(err, ERR_NOT_FOUND,
			    "there is no account '%s'; there is: %s", name,
			    names);
	return fail(err, ERR_USAGE,
		    "more than one account fits: %s; choose with --account "
		    "or FLY_CRED_ACCOUNT",
		    names);
}

bool account_find(const struct accounts *accounts,
		  const struct settings *settings, const char *name,
		  const struct account **ret_account, struct error *err)
{
	const struct account *found = NULL;
	size_t i, fitting = 0;

	if (accounts->count == 0)
		return fail(err, ERR_NOT_FOUND,
			    "nobody is logged in; run 'fly-cred login'");
	if (name == NULL || *name == '\0')
		name = settings->account;
	for (i = 0; i < accounts->count; i++) {
		const struct account *account = &accounts->items[i];

		if (name ? strcmp(account->name, name) == 0
			 : is_bound_here(account, settings)) {
			found = account;
			fitting++;
		}
	}
	if (fitting == 0 && name == NULL)
		found = &accounts->items[0]; /* what it is bound to tells why */
	else if (fitting != 1)
		return fail_unclear(accounts, name, err);
	*ret_account = found;
	return true;
}

bool account_depends_on_scope(const struct accounts *accounts,
			      const struct settings *settings, const char *name)
{
	size_t i, bound = 0;

	if ((name && *name) || settings->account)
		return false;
	for (i = 0; i < accounts->count && accounts->count > 1; i++)
		bound += is_bound_here(&accounts->items[i], settings);
	return bound > 1;
}

bool account_choose(const struct accounts *accounts,
		    const struct settings *settings, const char *name,
		    const struct account **ret_account, struct error *err)
{
	const struct account *found;

	if (!account_find(accounts, settings, name, &found, err) ||
	    !account_check_binding(found, settings, err))
		return false;
	*ret_account = found;
	return true;
}
