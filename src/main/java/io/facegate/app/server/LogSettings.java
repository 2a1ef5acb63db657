package io.facegate.app.server;

import io.facegate.ledger.publish.PublicationTargets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway's transparency log is signed and published.
 *
 * @param origin the log's name, or null to keep its present one
 * @param witnesses the witness policy file, or null
 * @param publish the publication targets, or null
 */
public record LogSettings(
        @Nullable String origin,
        @Nullable Path witnesses,
        @Nullable PublicationTargets publish) {
    /** Default: the log is signed and served, but not published elsewhere. */
    public static final LogSettings USUAL = new LogSettings(null, null, null);
}
