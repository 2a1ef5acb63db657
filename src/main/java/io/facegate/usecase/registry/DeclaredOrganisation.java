package io.facegate.usecase.registry;

import io.facegate.identity.Organisation;
import io.facegate.registry.KeyRequest;
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
     */
    record DeclaredKey(@Nullable String id, KeyRequest request, Node at) {}
}
