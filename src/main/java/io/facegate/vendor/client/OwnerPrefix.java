package io.facegate.vendor.client;

import io.facegate.identity.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Prefix that separates the names of organisations sharing one vendor account: the id's length, the id and a dot, as in
 * {@code 6.rescue.missing}. Names of two organisations never collide, whatever dots they contain.
 */
public record OwnerPrefix(String organisation) {
    /** Returns the prefix of the organisation that the caller's calls are finally for. */
    public static OwnerPrefix of(Caller caller) {
        return new OwnerPrefix(ResourceOwnership.owner(caller));
    }

    public String text() {
        return organisation.length() + "." + organisation + '.';
    }

    /** Returns a name with the prefix, as the vendor knows it. */
    public String addTo(String name) {
        return text() + name;
    }

    /** Returns a name without the prefix, as the organisation knows it; null when it is another organisation's. */
    public @Nullable String removeFrom(String name) {
        return name.startsWith(text()) ? name.substring(text().length()) : null;
    }
}
