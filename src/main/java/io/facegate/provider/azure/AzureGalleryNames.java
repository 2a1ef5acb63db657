package io.facegate.provider.azure;

import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import org.jspecify.annotations.Nullable;

/**
 * The names of one organisation's galleries. On a resource of many each begins with the length of the organisation's id as it
 * stands there, the id, and an underscore: {@code 6_rescue_missing}. The vendor takes no dots, so an underscore of an id is
 * written twice, and a dot as an underscore and a hyphen.
 *
 * @param apart whether the resource is the organisation's alone, where names are left as they are
 */
record AzureGalleryNames(String organisation, boolean apart) {
    /** The longest name that the vendor takes. */
    static final int LONGEST = 64;

    /** What stands before each name of the organisation. */
    String prefix() {
        var id = organisation.replace("_", "__").replace(".", "_-");
        return id.length() + "_" + id + '_';
    }

    /** A name as the vendor knows it. */
    String upstream(String given) {
        return apart ? given : prefix() + given;
    }

    /** A name as the caller knows it; null when it is none of the organisation's. */
    @Nullable
    String downstream(String given) {
        if (apart) {
            return given;
        }
        return given.startsWith(prefix()) ? given.substring(prefix().length()) : null;
    }

    /** The handle that a caller names. */
    ResourceId handle(AzureResourceRef thing, String given) {
        return thing.handle(thing.kind() == ResourceKind.COLLECTION ? upstream(given) : given);
    }
}
