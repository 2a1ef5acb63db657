package io.facegate.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Properties of a key to mint.
 *
 * @param principals ids of those it acts for, nearest first
 * @param purpose the only purpose it can be used for, or null
 * @param caseId default case for calls that name none, or null
 * @param expires when it becomes invalid, or null for never
 * @param sandbox whether its calls are answered by the embedded engine only
 */
public record KeyRequest(
        String organisation,
        List<String> principals,
        @Nullable String purpose,
        @Nullable String caseId,
        @Nullable Instant expires,
        boolean sandbox) {
    public KeyRequest {
        principals = List.copyOf(principals);
    }

    /** A key whose calls are sent. */
    public KeyRequest(
            String organisation,
            List<String> principals,
            @Nullable String purpose,
            @Nullable String caseId,
            @Nullable Instant expires) {
        this(organisation, principals, purpose, caseId, expires, false);
    }

    /** A key without a default case. */
    public KeyRequest(
            String organisation, List<String> principals, @Nullable String purpose, @Nullable Instant expires) {
        this(organisation, principals, purpose, null, expires);
    }
}
