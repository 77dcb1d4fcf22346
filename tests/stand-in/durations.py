# SPDX-License-Identifier: MIT
"""Go's duration text, as the expiry of a token is given."""

import re

UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60,
         "h": 3600}
PART = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)")


def seconds(text):
    """Seconds of e.g. `1h30m0s`; ValueError for anything else."""
    sign, rest = (-1, text[1:]) if text[:1] == "-" else (1, text)
    if rest == "0":
        return 0
    total, position = 0.0, 0
    while position < len(rest):
        part = PART.match(rest, position)
        if not part:
            raise ValueError(f'time: invalid duration "{text}"')
        total += float(part[1]) * UNITS[part[2]]
        position = part.end()
    if not rest:
        raise ValueError('time: invalid duration ""')
    return sign * total
