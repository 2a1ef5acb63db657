package io.facegate.gateway.permissions;

import io.facegate.identity.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may do, as it is registered now.
 *
 * @param keyExpires when its key becomes invalid; null for never, and for tokens
 * @param policies digest of the policies that decided
 * @param decided when it was computed
 * @param until the next time at which a date of a rule, of evidence or of the key may change it; null if none is known
 * @param operations the decisions, grouped
 */
public record CallerPermissions(
        Caller caller,
        @Nullable Instant keyExpires,
        String policies,
        Instant decided,
        @Nullable Instant until,
        List<OperationPermission> operations) {
    public CallerPermissions {
        operations = List.copyOf(operations);
    }
}
