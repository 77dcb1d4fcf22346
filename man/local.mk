# SPDX-License-Identifier: MIT
# Manual pages, one for each program and format.
dist_man_MANS =
