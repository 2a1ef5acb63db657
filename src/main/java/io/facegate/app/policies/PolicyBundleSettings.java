package io.facegate.app.policies;

import io.facegate.usecase.delivery.BundleSigners;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * Signed bundles that the policies come from.
 *
 * @param place a file, or an address that begins with {@code https://}
 * @param signers who may sign them
 */
public record PolicyBundleSettings(String place, BundleSigners signers) {
    private static final String ANY_SCHEME = "[A-Za-z][A-Za-z0-9+.-]*://.*";

    /** True if the place is a file, or an address that bundles may be fetched from. */
    static boolean isPlace(String place) {
        try {
            return place.matches(ANY_SCHEME)
                    ? HttpsBundleSource.isAddress(URI.create(place))
                    : !place.isBlank() && !Path.of(place).toString().isEmpty();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    BundleSource source() throws IOException {
        return place.matches(ANY_SCHEME)
                ? HttpsBundleSource.of(URI.create(place))
                : new FileBundleSource(Path.of(place));
    }
}
