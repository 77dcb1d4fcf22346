# SPDX-License-Identifier: MIT
# bash loads a completion by the name of the command, without a suffix.
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
