-- What the gateways' role may do. It removes no organisation, key, evidence, issuer, person, proposal, stop or policies: a revoked one stays as a row.
REVOKE ALL ON ALL TABLES IN SCHEMA ${flyway:defaultSchema} FROM ${gateways};
GRANT USAGE ON SCHEMA ${flyway:defaultSchema} TO ${gateways};
GRANT SELECT ON ALL TABLES IN SCHEMA ${flyway:defaultSchema} TO ${gateways};
GRANT INSERT, UPDATE ON organisation, access_key, evidence, issuer, person, registry_setting, proposal, exemption, stop, policy_activation,
    policy_content, vault,
    seal_head TO ${gateways};
GRANT INSERT, DELETE ON organisation_purpose, organisation_jurisdiction, organisation_fact, organisation_resource,
    evidence_fact, person_role, exemption_place TO ${gateways};
GRANT INSERT ON access_key_principal, moved, registry_change TO ${gateways};
-- A vendor's resource is gone when it was erased there; its history is in the ledger.
GRANT INSERT, UPDATE, DELETE ON handle, handle_list, resource_generation, resource_lease TO ${gateways};
GRANT INSERT, UPDATE ON handle_head TO ${gateways};
-- An answer that is held is released, rejected or over; who called, who approved and when a case began is not changed.
GRANT INSERT, DELETE ON held TO ${gateways};
GRANT UPDATE (required, rejected_by, rejected, reason, bytes, sealed, scores, mac, version) ON held TO ${gateways};
GRANT INSERT ON approval TO ${gateways};
GRANT INSERT, UPDATE (added, removed, mac, version) ON reviewer TO ${gateways};
GRANT INSERT, UPDATE (mac, version) ON begun TO ${gateways};
GRANT INSERT, DELETE, UPDATE (sealed, mac, version) ON held_key TO ${gateways};
-- A gallery and its faces are gone when they are erased; a gallery keeps its owner and name.
GRANT INSERT, DELETE ON gallery, face TO ${gateways};
GRANT UPDATE (purpose, mac, version, enrolled, enrolled_sum) ON gallery TO ${gateways};
GRANT UPDATE (sealed) ON face TO ${gateways};
GRANT INSERT, UPDATE, DELETE ON held_list, gallery_list TO ${gateways};
GRANT INSERT, UPDATE ON held_head, gallery_head TO ${gateways};
-- Salts are erased, and encrypted again under a new key; that one was erased, and a step of an appeal, stays as it is.
GRANT INSERT, DELETE, UPDATE (sealed) ON salt TO ${gateways};
GRANT INSERT, UPDATE (mac, version) ON salt_erased TO ${gateways};
GRANT INSERT, UPDATE, DELETE ON salt_list TO ${gateways};
GRANT INSERT, UPDATE ON salt_head TO ${gateways};
GRANT INSERT ON appeal_step TO ${gateways};
