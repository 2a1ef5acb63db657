package io.facegate.app.policies;

import io.facegate.usecase.delivery.BundleSigners;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Signed bundles that the policies come from.
 *
 * @param place a file, or an address that begins with {@code https://}
 * @param signers who may sign them
 * @param authorities a PEM file of the certificate authorities that an address is trusted by; null for the machine's
 */
public record PolicyBundleSettings(
        String place, BundleSigners signers, @Nullable Path authorities) {
    private static final String ANY_SCHEME = "[A-Za-z][A-Za-z0-9+.-]*://.*";

    /** True if the place is a file, or an address that bundles may be fetched from. */
    static boolean isPlace(String place) {
        try {
            return isAddress(place)
                    ? HttpsBundleSource.isAddress(URI.create(place))
                    : !place.isBlank() && !Path.of(place).toString().isEmpty();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** True if the place is an address, and not a file. */
    static boolean isAddress(String place) {
        return place.matches(ANY_SCHEME);
    }

    BundleSource source() {
        return isAddress(place)
                ? HttpsBundleSource.of(URI.create(place), authorities)
                : new FileBundleSource(Path.of(place));
    }
}
