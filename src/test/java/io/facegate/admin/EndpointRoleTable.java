package io.facegate.admin;

import io.facegate.registry.Role;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which roles may use each endpoint of the admin API, written by hand: nothing of it is computed from what the program
 * says of its endpoints and roles. {@code own} stands for members of the organisation that the path names.
 */
public final class EndpointRoleTable {
    private static final String OWN = "own";
    private static final String ANYBODY = "anybody";

    private static final Map<String, Set<String>> ROLES = """
        GET /organisations | operator policy_editor officer auditor
        GET /organisations/{organisation} | operator policy_editor officer auditor own
        PUT /organisations/{organisation} | operator
        POST /organisations/{organisation}/suspend | operator officer
        POST /organisations/{organisation}/close | operator officer
        POST /organisations/{organisation}/resume | operator
        POST /organisations/{organisation}/verify | operator
        GET /organisations/{organisation}/keys | operator policy_editor officer auditor own
        GET /organisations/{organisation}/keys/{key} | operator policy_editor officer auditor own
        POST /organisations/{organisation}/keys | operator
        PUT /organisations/{organisation}/keys/{key} | operator
        POST /organisations/{organisation}/keys/{key}/rotate | operator
        DELETE /organisations/{organisation}/keys/{key} | operator officer
        POST /keys/find | operator policy_editor officer auditor
        GET /organisations/{organisation}/reviewers | operator policy_editor officer auditor
        GET /organisations/{organisation}/reviewers/{reviewer} | operator policy_editor officer auditor
        PUT /organisations/{organisation}/reviewers/{reviewer} | operator
        DELETE /organisations/{organisation}/reviewers/{reviewer} | operator officer
        GET /organisations/{organisation}/evidence | operator policy_editor officer auditor own
        GET /organisations/{organisation}/evidence/{evidence} | operator policy_editor officer auditor own
        PUT /organisations/{organisation}/evidence/{evidence} | operator
        DELETE /organisations/{organisation}/evidence/{evidence} | operator officer
        GET /people | operator policy_editor officer auditor
        GET /people/{person} | operator policy_editor officer auditor
        PUT /people/{person} | operator
        DELETE /people/{person} | operator officer
        GET /proposals | operator policy_editor officer auditor
        GET /proposals/{proposal} | operator policy_editor officer auditor
        POST /proposals/{proposal}/approve | operator policy_editor officer
        POST /proposals/{proposal}/reject | operator policy_editor officer
        GET /policies | operator policy_editor officer auditor
        GET /policies/{digest} | operator policy_editor officer auditor
        POST /policies | policy_editor
        POST /policies/try | operator policy_editor officer auditor
        GET /grants | operator policy_editor officer auditor
        GET /grants/{grant} | operator policy_editor officer auditor
        PUT /grants/{grant} | officer
        DELETE /grants/{grant} | operator officer
        GET /stops | operator policy_editor officer auditor
        GET /stops/{stop} | operator policy_editor officer auditor
        POST /stops | operator officer
        POST /stops/{stop}/request-lift | operator officer
        POST /stops/{stop}/confirm-lift | operator officer
        GET /quotas | operator policy_editor officer auditor
        PUT /quotas | operator
        DELETE /quotas | operator
        GET /issuers | operator policy_editor officer auditor
        GET /issuers/{issuer} | operator policy_editor officer auditor
        PUT /issuers/{issuer} | operator
        DELETE /issuers/{issuer} | operator
        GET /approvals | operator policy_editor officer auditor
        PUT /approvals | operator
        GET /registry/export | operator policy_editor officer auditor
        POST /registry/apply | operator
        GET /reviews | reviewer officer auditor
        GET /reviews/{decision} | reviewer officer auditor
        POST /reviews/{decision}/approve | reviewer
        POST /reviews/{decision}/reject | reviewer
        GET /appeals | officer auditor
        GET /appeals/{decision} | officer auditor
        POST /appeals/{decision}/answer | officer
        GET /authorisations | officer auditor
        GET /authorisations/{decision} | officer auditor
        POST /authorisations/{decision}/file | officer
        POST /authorisations/{decision}/grant | officer
        POST /authorisations/{decision}/request-lift | officer
        POST /authorisations/{decision}/confirm-lift | officer
        POST /authorisations/{decision}/confirm-deletion | officer
        POST /authorisations/{decision}/reject | operator officer
        GET /history | officer auditor
        GET /me | operator policy_editor reviewer officer auditor member
        GET /openapi.yaml | anybody
        GET /openapi.json | anybody
        """.lines().map(
            line -> line.strip().split(" \\| ")).collect(Collectors.toUnmodifiableMap(
            row -> row[0], row -> Arrays.stream(row[1].split(" ")).collect(Collectors.toUnmodifiableSet())));

    private EndpointRoleTable() {}

    /** Every endpoint of the table. */
    public static Set<String> endpoints() {
        return ROLES.keySet();
    }

    /** True if a person with that role may use the endpoint; {@code isOwn} if the path names the person's organisation. */
    public static boolean mayUse(Role role, String endpoint, boolean isOwn) {
        var roles = ROLES.getOrDefault(endpoint, Set.of());
        return roles.contains(ANYBODY)
                || roles.contains(role.word())
                || (role == Role.MEMBER && isOwn && roles.contains(OWN));
    }
}
