-- What the gateways' role may do. It removes no organisation, key, evidence, issuer, person or proposal: a revoked one stays as a row.
REVOKE ALL ON ALL TABLES IN SCHEMA ${flyway:defaultSchema} FROM ${gateways};
GRANT USAGE ON SCHEMA ${flyway:defaultSchema} TO ${gateways};
GRANT SELECT ON ALL TABLES IN SCHEMA ${flyway:defaultSchema} TO ${gateways};
GRANT INSERT, UPDATE ON organisation, access_key, evidence, issuer, person, registry_setting, proposal, exemption, vault,
    seal_head TO ${gateways};
GRANT INSERT, DELETE ON organisation_purpose, organisation_jurisdiction, organisation_fact, organisation_resource,
    evidence_fact, person_role, exemption_place TO ${gateways};
GRANT INSERT ON access_key_principal, moved, registry_change TO ${gateways};
-- A vendor's resource is gone when it was erased there; its history is in the ledger.
GRANT INSERT, UPDATE, DELETE ON handle, handle_list, resource_generation, resource_lease TO ${gateways};
GRANT INSERT, UPDATE ON handle_head TO ${gateways};
