-- What the gateways' role may do. It removes no organisation, key, evidence or issuer: a revoked one stays as a row.
REVOKE ALL ON ALL TABLES IN SCHEMA ${flyway:defaultSchema} FROM ${gateways};
GRANT USAGE ON SCHEMA ${flyway:defaultSchema} TO ${gateways};
GRANT SELECT ON ALL TABLES IN SCHEMA ${flyway:defaultSchema} TO ${gateways};
GRANT INSERT, UPDATE ON organisation, access_key, evidence, issuer, vault, seal_head TO ${gateways};
GRANT INSERT, DELETE ON organisation_purpose, organisation_jurisdiction, organisation_fact, organisation_resource,
    evidence_fact TO ${gateways};
GRANT INSERT ON access_key_principal, moved TO ${gateways};
-- A vendor's resource is gone when it was erased there; its history is in the ledger.
GRANT INSERT, UPDATE, DELETE ON handle, handle_list, resource_generation, resource_lease TO ${gateways};
GRANT INSERT, UPDATE ON handle_head TO ${gateways};
