package io.facegate.call;

/**
 * The name of something that a vendor keeps beyond the call that made it.
 *
 * @param provider the vendor
 * @param id unique among the vendor's of that kind, whoever made it
 */
public record ResourceId(String provider, ResourceKind kind, String id) {
    /** Prints no id: whoever has it may ask with it. */
    @Override
    public String toString() {
        return "Handle[" + provider + ' ' + kind + ']';
    }
}
