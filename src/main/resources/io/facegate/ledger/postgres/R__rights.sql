-- What the gateways' role may do. It has no right to change or remove an entry.
REVOKE ALL ON ALL TABLES IN SCHEMA ${flyway:defaultSchema} FROM ${gateways};
GRANT USAGE ON SCHEMA ${flyway:defaultSchema} TO ${gateways};
GRANT SELECT ON ALL TABLES IN SCHEMA ${flyway:defaultSchema} TO ${gateways};
GRANT INSERT ON entry, span, damage, ledger_key TO ${gateways};
GRANT INSERT, DELETE ON pending, moved TO ${gateways};
GRANT INSERT, UPDATE ON gateway, taken, log, outbox TO ${gateways};
GRANT UPDATE ON head, verified TO ${gateways};
GRANT EXECUTE ON FUNCTION make_partitions(date, date) TO ${gateways};
