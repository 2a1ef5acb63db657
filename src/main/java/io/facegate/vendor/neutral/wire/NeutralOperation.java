package io.facegate.vendor.neutral.wire;

import io.facegate.call.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * An operation of the neutral API.
 *
 * @param capabilities those of every call
 * @param dependsOn parameters, and what a picture shows, that can add capabilities
 */
public record NeutralOperation(String name, Set<Capability> capabilities, List<String> dependsOn) {
    public NeutralOperation {
        capabilities = Set.copyOf(capabilities);
        dependsOn = List.copyOf(dependsOn);
    }

    /** All operations, in the order of the OpenAPI document. */
    public static List<NeutralOperation> all() {
        return Arrays.stream(NeutralEndpoint.values())
                .map(endpoint -> new NeutralOperation(
                        endpoint.operation(),
                        endpoint.capabilities(),
                        switch (endpoint) {
                            case ANALYZE -> List.of("parameter:attributes");
                            case VERIFY -> List.of("face_count");
                            case IDENTIFY -> List.of("parameter:image");
                            case READ_LIVENESS -> List.of("session");
                            default -> List.of();
                        }))
                .toList();
    }
}
