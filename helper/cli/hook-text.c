/* SPDX-License-Identifier: MIT */
/* The files shell/hook.*, which are part of the program. */
#include "config.h"

#include "cli/hook-text.h"

#include <stddef.h>
#include <string.h>

/* The assembler reads them: C has no way yet that all our compilers know. */
#define TEXT(name)                                                         \
	__asm__(".pushsection .rodata\n"                                   \
		".global hook_text_" #name "\n"                            \
		".hidden hook_text_" #name "\n"                            \
		"hook_text_" #name ":\n"                                   \
		".incbin \"" FC_SHELL_DIR "/hook." #name "\"\n"            \
		".byte 0\n"                                                \
		".popsection\n");                                          \
	extern const char hook_text_##name[] __attribute__((visibility( \
		"hidden")))

TEXT(bash);
TEXT(zsh);
TEXT(fish);

const char *hook_text(const char *shell)
{
	if (strcmp(shell, "bash") == 0)
		return hook_text_bash;
	if (strcmp(shell, "zsh") == 0)
		return hook_text_zsh;
	return strcmp(shell, "fish") == 0 ? hook_text_fish : NULL;
}
