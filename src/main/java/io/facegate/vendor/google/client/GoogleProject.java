package io.facegate.vendor.google.client;

import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the Google project.
 *
 * @param credentials the file of a service account, or of a user as written by Google's own tools
 * @param owner the id of the organisation that owns the project alone, or null when several share it
 * @param authorities a PEM file of the only trusted certificate authorities, or null for the JDK's
 * @param files follows the file of credentials
 */
public record GoogleProject(
        URI endpoint,
        Path credentials,
        @Nullable String owner,
        @Nullable Path authorities,
        VendorLimits limits,
        FileFollower files) {
    /** Settings with credentials that stay. */
    public GoogleProject(
            URI endpoint, Path credentials, @Nullable String owner, @Nullable Path authorities, VendorLimits limits) {
        this(endpoint, credentials, owner, authorities, limits, FileFollower.ONCE);
    }

    /** Returns why a file holds no usable credentials, without repeating its content; or null. */
    public static @Nullable String problem(Path credentials) {
        try {
            GoogleAccessTokens.read(credentials);
            return null;
        } catch (IllegalArgumentException unfit) {
            return unfit.getMessage();
        }
    }
}
