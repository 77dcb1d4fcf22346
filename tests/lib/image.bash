# SPDX-License-Identifier: MIT
# A tiny OCI image on disk, made without any container tool.
# shellcheck shell=bash

# make_oci_image DIR [TEXT]: use it as oci:DIR:t; TEXT makes another image.
make_oci_image() {
	"${FLY_CRED_SRCDIR:?}/tests/lib/oci-image" "$@"
}
