package io.facegate.app.vendorcheck;

import java.util.function.Predicate;

/** The reply fields that a vendor's catalogue names. */
final class KnownReplyFields {
    private KnownReplyFields() {}

    static Predicate<String> of(String provider) {
        throw new UnsupportedOperationException(provider);
    }
}
