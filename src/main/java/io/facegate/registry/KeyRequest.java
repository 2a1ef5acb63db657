package io.facegate.registry;

import io.facegate.identity.KeyLimits;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Properties of a key to mint.
 *
 * @param principals ids of those it acts for, nearest first
 * @param purpose the only purpose it can be used for, or null
 * @param caseId default case for calls that name none, or null
 * @param limits what it may be used for, and when
 * @param sandbox whether its calls are answered by the embedded engine only
 * @param label what the organisation calls it, unique among its valid keys; or null
 */
public record KeyRequest(
        String organisation,
        List<String> principals,
        @Nullable String purpose,
        @Nullable String caseId,
        KeyLimits limits,
        boolean sandbox,
        @Nullable String label) {
    public KeyRequest {
        principals = List.copyOf(principals);
    }

    /** A key without a label. */
    public KeyRequest(
            String organisation,
            List<String> principals,
            @Nullable String purpose,
            @Nullable String caseId,
            @Nullable Instant expires,
            boolean sandbox) {
        this(organisation, principals, purpose, caseId, KeyLimits.until(expires), sandbox, null);
    }

    /** The same with another end. */
    KeyRequest withExpires(Instant at) {
        return withLimits(limits.withExpires(at));
    }

    /** When it becomes invalid, or null for never. */
    public @Nullable Instant expires() {
        return limits.expires();
    }

    /** The same with other limits. */
    public KeyRequest withLimits(KeyLimits other) {
        return new KeyRequest(organisation, principals, purpose, caseId, other, sandbox, label);
    }

    /** The same with a label. */
    public KeyRequest withLabel(@Nullable String given) {
        return new KeyRequest(organisation, principals, purpose, caseId, limits, sandbox, given);
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
