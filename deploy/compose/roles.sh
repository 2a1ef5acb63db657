# The roles and databases of a new server: an owner of Facegate's tables, the gateways, and Keycloak.
psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname postgres \
  -v owner="$(cat /secrets/owner-password)" -v gateway="$(cat /secrets/gateway-password)" \
  -v keycloak="$(cat /secrets/keycloak-password)" <<'SQL'
CREATE ROLE owner LOGIN PASSWORD :'owner';
CREATE ROLE gateway LOGIN PASSWORD :'gateway';
CREATE ROLE keycloak LOGIN PASSWORD :'keycloak';
CREATE DATABASE facegate OWNER owner;
CREATE DATABASE keycloak OWNER keycloak;
REVOKE ALL ON DATABASE facegate, keycloak FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE facegate TO gateway;
SQL
