/* SPDX-License-Identifier: MIT */
/* The browser of the person, shown an address. */
#ifndef FC_OPEN_BROWSER_H
#define FC_OPEN_BROWSER_H

#include <stdbool.h>

/*
 * Starts BROWSER, if that names one program, else xdg-open where there is a
 * display; does not wait for it. False when there is neither. The address is an
 * argument, which others on the machine can see. Nothing of fly-cred's or
 * flyctl's environment is passed on.
 */
bool open_browser(const char *address);

#endif
