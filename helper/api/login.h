/* SPDX-License-Identifier: MIT */
/* Whose login it is, and the organizations it reaches. */
#ifndef FC_API_LOGIN_H
#define FC_API_LOGIN_H

#include "api/graphql.h"

/* The operation "login" of protocol.h. */
bool login_run(const struct server *server, const struct attributes *request,
	       struct secret *fields, struct error *err) MUST_CHECK;

#endif
