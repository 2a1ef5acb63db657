package io.facegate.provider.google;

import io.facegate.provider.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one Google project that calls are sent under, as configured.
 *
 * @param credentials the file of a service account, or of a user as Google's own tools write it
 * @param owner the id of the organisation that the project belongs to alone, or null where several share it
 * @param authorities a PEM file of the only authorities whose certificates are believed, or null for the JDK's
 */
public record GoogleProject(
        URI endpoint,
        Path credentials,
        @Nullable String owner,
        @Nullable Path authorities,
        VendorLimits limits) {
    /** Why a file holds no credentials, in words that tell nothing of it; or null. */
    public static @Nullable String problem(Path credentials) {
        try {
            GoogleAccessTokens.read(credentials);
            return null;
        } catch (IllegalArgumentException unfit) {
            return unfit.getMessage();
        }
    }
}
