package io.facegate.call.handle;

/**
 * The name of something that a vendor keeps beyond the call that made it.
 *
 * @param provider the vendor
 * @param id unique among the vendor's of that kind, whoever made it
 */
public record Handle(String provider, Kind kind, String id) {
    /** Prints no id: whoever has it may ask with it. */
    @Override
    public String toString() {
        return "Handle[" + provider + ' ' + kind + ']';
    }
}
