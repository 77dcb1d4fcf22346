# SPDX-License-Identifier: MIT
# What shells read: hooks and completions.
# The hooks are part of fly-cred; see helper/cli/hook-text.c.
EXTRA_DIST += %D%/hook.bash %D%/hook.fish %D%/hook.zsh

# Shells load a completion by the name of the command: bash from a file without
# a suffix.
dist_zshcomp_DATA = %D%/completions/_fly-cred
dist_fishcomp_DATA = %D%/completions/fly-cred.fish
EXTRA_DIST += %D%/completions/fly-cred.bash

install-data-local: install-bash-completion
install-bash-completion:
	$(MKDIR_P) '$(DESTDIR)$(bashcompdir)'
	$(INSTALL_DATA) '$(srcdir)/shell/completions/fly-cred.bash' \
		'$(DESTDIR)$(bashcompdir)/fly-cred'

uninstall-local: uninstall-bash-completion
uninstall-bash-completion:
	rm -f '$(DESTDIR)$(bashcompdir)/fly-cred'

.PHONY: install-bash-completion uninstall-bash-completion
