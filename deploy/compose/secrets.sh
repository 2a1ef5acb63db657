#!/bin/sh
# Makes what the services of compose.yaml authenticate with: an authority, certificates, passwords and the gateways'
# keys. Each service gets its part in a volume of its own, readable by its user only. The originals stay in
# /secrets/authority. A later run makes only what is missing, and certificates that end within 30 days.
set -eu
umask 077
own=/secrets/authority
cat >"$own/openssl.cnf" <<CONF
[req]
distinguished_name = name
x509_extensions = authority
prompt = no
[name]
CN = Facegate on this machine
[authority]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
CONF

# random NAME OPTION...
random() {
  name=$1
  shift
  [ -s "$own/$name" ] && return
  openssl rand "$@" >"$own/$name.new"
  mv "$own/$name.new" "$own/$name"
}

authority() {
  [ -s "$own/ca.crt" ] && openssl x509 -noout -checkend 2592000 -in "$own/ca.crt" >/dev/null && return
  openssl req -x509 -config "$own/openssl.cnf" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1825 \
    -keyout "$own/ca.key" -out "$own/ca.crt.new" 2>/dev/null
  rm -f "$own"/*-tls.crt
  mv "$own/ca.crt.new" "$own/ca.crt"
}

# certificate NAME HOST...
certificate() {
  name=$1-tls
  shift
  [ -s "$own/$name.crt" ] && openssl x509 -noout -checkend 2592000 -in "$own/$name.crt" >/dev/null && return
  hosts=DNS:localhost
  for host in "$@"; do hosts=$hosts,DNS:$host; done
  openssl req -config "$own/openssl.cnf" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
    -addext "subjectAltName=$hosts" -addext 'extendedKeyUsage=serverAuth' \
    -keyout "$own/$name.key" -out "$own/$name.csr" 2>/dev/null
  openssl x509 -req -in "$own/$name.csr" -CA "$own/ca.crt" -CAkey "$own/ca.key" -days 365 -copy_extensions copy \
    -out "$own/$name.crt.new" 2>/dev/null
  rm "$own/$name.csr"
  mv "$own/$name.crt.new" "$own/$name.crt"
}

# give USER FOLDER FILE: what stands on the standard input, for that user only
give() {
  rm -f "/secrets/$2/.new"
  cat >"/secrets/$2/.new"
  chmod 0400 "/secrets/$2/.new"
  chown "$1" "/secrets/$2/.new"
  mv -f "/secrets/$2/.new" "/secrets/$2/$3"
}

for each in superuser owner gateway keycloak valkey keycloak-admin officer grafana; do random "$each-password" -hex 24; done
random registry.key -hex 32
random ledger.key 32
authority
certificate db db
certificate valkey valkey
certificate keycloak id.facegate.localhost
certificate gateway a.facegate.localhost b.facegate.localhost gateway-a gateway-b

for name in superuser owner gateway keycloak; do give 999 db "$name-password" <"$own/$name-password"; done
give 999 db tls.crt <"$own/db-tls.crt"
give 999 db tls.key <"$own/db-tls.key"

give 999 valkey ca.crt <"$own/ca.crt"
give 999 valkey tls.crt <"$own/valkey-tls.crt"
give 999 valkey tls.key <"$own/valkey-tls.key"
echo "requirepass $(cat "$own/valkey-password")" | give 999 valkey valkey.conf

give 1000 keycloak ca.crt <"$own/ca.crt"
give 1000 keycloak tls.crt <"$own/keycloak-tls.crt"
give 1000 keycloak tls.key <"$own/keycloak-tls.key"
give 1000 keycloak keycloak.conf <<CONF
db-password=$(cat "$own/keycloak-password")
bootstrap-admin-username=admin
bootstrap-admin-password=$(cat "$own/keycloak-admin-password")
CONF
sed "s/OFFICER_PASSWORD/$(cat "$own/officer-password")/" /etc/facegate/facegate-realm.json |
  give 1000 realm facegate-realm.json

give 65532 owner ca.crt <"$own/ca.crt"
give 65532 owner owner-password <"$own/owner-password"

for name in gateway valkey; do give 65532 gateway "$name-password" <"$own/$name-password"; done
give 65532 gateway ca.crt <"$own/ca.crt"
give 65532 gateway tls.crt <"$own/gateway-tls.crt"
give 65532 gateway tls.key <"$own/gateway-tls.key"
for name in registry ledger; do give 65532 keys "$name.key" <"$own/$name.key"; done
# The authorities that Java trusts, for the vendors, and this one.
rm -f "$own/trust.p12"
cat "$JAVA_HOME/lib/security/cacerts" >"$own/trust.p12"
keytool -importcert -noprompt -alias facegate-compose -file "$own/ca.crt" -keystore "$own/trust.p12" \
  -storepass changeit >/dev/null 2>&1
give 65532 gateway trust.p12 <"$own/trust.p12"

give 472 grafana grafana-password <"$own/grafana-password"
echo 'The secrets are there.'
