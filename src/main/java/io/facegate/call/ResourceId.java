package io.facegate.call;

/**
 * Identifier of a resource that a vendor keeps after the call that created it.
 *
 * @param provider the vendor
 * @param id unique among the vendor's resources of that kind, across all owners
 */
public record ResourceId(String provider, ResourceKind kind, String id) {
    /** Prints no id: an id grants access. */
    @Override
    public String toString() {
        return "ResourceId[" + provider + ' ' + kind + ']';
    }
}
