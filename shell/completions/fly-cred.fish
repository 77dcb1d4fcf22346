# SPDX-License-Identifier: MIT
# Completion of fly-cred for fish; see fly-cred.bash. Where it knows no word,
# files are offered.

function __fly_cred_offers
    set -l words (commandline -opc) (commandline -ct)
    fly-cred complete -- $words[2..-1] 2>/dev/null
end

complete -c fly-cred -n 'count (__fly_cred_offers) >/dev/null' -f \
    -a '(__fly_cred_offers)'
