package io.facegate.app.server;

import io.facegate.ledger.publish.PublicationTargets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway's log is signed and published.
 *
 * @param origin the log's name, or null for the one that it has
 * @param witnesses the file of the policy that names them, or null
 * @param publish where to, or null
 */
public record LogSettings(
        @Nullable String origin,
        @Nullable Path witnesses,
        @Nullable PublicationTargets publish) {
    /** The log is signed and served, and goes nowhere else. */
    public static final LogSettings USUAL = new LogSettings(null, null, null);
}
