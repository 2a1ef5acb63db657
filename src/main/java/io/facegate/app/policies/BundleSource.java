package io.facegate.app.policies;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where signed bundles of policies are delivered. Used by one thread. */
interface BundleSource {
    /**
     * The bundle that is delivered now, unverified; null if it is the same as the last time.
     *
     * @throws IOException with half a sentence for the operator; it quotes nothing that was read
     */
    byte @Nullable [] fetch() throws IOException;

    /** How often to look. */
    Duration interval();
}
