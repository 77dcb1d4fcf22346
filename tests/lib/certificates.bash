# SPDX-License-Identifier: MIT
# Throw-away certificates for servers on loopback.
# shellcheck shell=bash

# certificate_leaf DIR NAME SUBJECTALTNAME
certificate_leaf() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$1/$2.key" -out "$1/$2.csr" -subj "/CN=$2" 2> /dev/null &&
	printf '%s\n' 'basicConstraints=critical,CA:FALSE' \
		'keyUsage=critical,digitalSignature' \
		'extendedKeyUsage=serverAuth' \
		"subjectAltName=$3" > "$1/$2.ext" &&
	openssl x509 -req -in "$1/$2.csr" -CA "$1/ca.pem" -CAkey "$1/ca.key" \
		-CAcreateserial -days 30 -extfile "$1/$2.ext" \
		-out "$1/$2.pem" 2> /dev/null &&
	rm -f "$1/$2.csr" "$1/$2.ext"
}

# make_certificates DIR: ca, server and tokens, each as .pem and .key.
# The server's names need the literal addresses: clients use those.
make_certificates() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$1/ca.key" -out "$1/ca.pem" -days 30 \
		-subj '/CN=fly-cred test CA' \
		-addext 'basicConstraints=critical,CA:TRUE' \
		-addext 'keyUsage=critical,keyCertSign,cRLSign' 2> /dev/null &&
	certificate_leaf "$1" server "$(printf '%s,' IP:127.0.0.1 IP:::1 \
		DNS:localhost DNS:registry.fly.io)DNS:api.fly.io" &&
	certificate_leaf "$1" tokens 'DNS:tokens.invalid'
}
