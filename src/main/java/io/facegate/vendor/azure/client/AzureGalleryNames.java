package io.facegate.vendor.azure.client;

import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import org.jspecify.annotations.Nullable;

/**
 * Gallery names of one organisation. On a shared resource each begins with the length of the organisation's escaped id,
 * the escaped id and an underscore: {@code 6_rescue_missing}. The vendor takes no dots, so an underscore of an id is
 * doubled, and a dot becomes an underscore and a hyphen.
 *
 * @param dedicated true if the resource is the organisation's alone; then names are not changed
 */
record AzureGalleryNames(String organisation, boolean dedicated) {
    /** The longest name in characters that the vendor accepts. */
    static final int LONGEST = 64;

    /** Returns the prefix of the organisation's names. */
    String prefix() {
        var id = organisation.replace("_", "__").replace(".", "_-");
        return id.length() + "_" + id + '_';
    }

    /** Returns a name as the vendor knows it. */
    String toUpstream(String given) {
        return dedicated ? given : prefix() + given;
    }

    /** Returns a name as the caller knows it; null when it belongs to another organisation. */
    @Nullable
    String toDownstream(String given) {
        if (dedicated) {
            return given;
        }
        return given.startsWith(prefix()) ? given.substring(prefix().length()) : null;
    }

    /** Returns the resource id for a name given by the caller. */
    ResourceId handle(AzureResourceRef thing, String given) {
        return thing.handle(thing.kind() == ResourceKind.COLLECTION ? toUpstream(given) : given);
    }
}
