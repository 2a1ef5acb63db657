package io.facegate.usecase.registry;

import io.facegate.identity.Organisation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One organisation in a file.
 *
 * @param hasState false if the file leaves the state as it is
 * @param at where it stands in the file
 */
record DeclaredOrganisation(Organisation organisation, boolean hasState, List<DeclaredKey> keys, Node at) {
    /**
     * A key that the organisation is to have.
     *
     * @param id an existing key's id; null for one that is found by its label
     * @param label its label; null for one that is found by its id
     */
    record DeclaredKey(
            @Nullable String id,
            @Nullable String label,
            List<String> principals,
            @Nullable String purpose,
            @Nullable String caseId,
            @Nullable Instant expires,
            boolean sandbox,
            Node at) {}
}
