/* SPDX-License-Identifier: MIT */
/* The files shell/hook.*, which are part of the program. */
#ifndef FC_HOOK_TEXT_H
#define FC_HOOK_TEXT_H

/* The hook of the shell of that name, NULL when there is none for it. */
const char *hook_text(const char *shell);

#endif
