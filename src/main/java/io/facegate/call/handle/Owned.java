package io.facegate.call.handle;

import io.facegate.call.Capability;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A handle on record: whose it is, what for, and what the call that made it was judged to do.
 *
 * @param organisation in whose name it was made
 * @param purpose that was declared when it was made
 * @param capabilities of the call that made it: whatever goes back to it is judged by them again
 * @param threshold the similarity that was asked for, 0 to 1, or null
 * @param use the one request that it is good for, or empty for any
 * @param token the vendor's own word for it where its id is ours, or empty
 * @param decision the id of the decision by which it was made
 * @param expires when it is good for nothing any more, or null for never
 */
public record Owned(
        Handle handle,
        String organisation,
        @Nullable String purpose,
        Set<Capability> capabilities,
        @Nullable Double threshold,
        String use,
        String token,
        String decision,
        Instant created,
        @Nullable Instant expires) {
    public Owned {
        capabilities = Set.copyOf(capabilities);
    }

    /** Prints neither id nor token. */
    @Override
    public String toString() {
        return "Owned[" + handle + " of " + organisation + ']';
    }
}
