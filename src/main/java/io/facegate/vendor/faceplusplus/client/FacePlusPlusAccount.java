package io.facegate.vendor.faceplusplus.client;

import io.facegate.vendor.client.VendorLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operator's account at Face++.
 *
 * @param authorities a PEM file of the only trusted certificate authorities, or null for the JDK's
 */
public record FacePlusPlusAccount(
        URI endpoint, Supplier<Key> key, @Nullable Path authorities, VendorLimits limits) {
    private static final Pattern LINES =
            Pattern.compile("\\s*api_key\\s*[:=]\\s*([\\w-]{1,128})\\s+api_secret\\s*[:=]\\s*([\\w-]{1,128})\\s*");

    /** Key and secret, which are fields of each request. Prints neither. */
    public record Key(String id, String secret) {
        /**
         * Parses the lines {@code api_key: ...} and {@code api_secret: ...}.
         *
         * @throws IllegalArgumentException when the text has another form; the message repeats nothing of it
         */
        public static Key of(String text) {
            var lines = LINES.matcher(text);
            if (!lines.matches()) {
                throw new IllegalArgumentException("it must hold the two lines api_key: KEY and api_secret: SECRET");
            }
            return new Key(lines.group(1), lines.group(2));
        }

        @Override
        public String toString() {
            return "Key[]";
        }
    }
}
