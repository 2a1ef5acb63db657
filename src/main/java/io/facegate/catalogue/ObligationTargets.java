package io.facegate.catalogue;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where obligations can be enforced on an operation. The parameter with the similarity is the operation's.
 *
 * @param reply the shape of its reply, or null when the reply holds no face and no list
 * @param fetched the operation that fetches its results later, which is judged and filtered itself; or null
 * @param elsewhere true if its results come by no reply at all
 * @param attributes the parameter that lists attributes, or null
 * @param most the parameter with the maximum number of results, or null
 * @param keepsPictures true if it makes the vendor keep pictures, or nobody says how long it keeps them
 */
public record ObligationTargets(
        @Nullable String reply,
        @Nullable String fetched,
        boolean elsewhere,
        @Nullable String attributes,
        @Nullable MaxResults most,
        boolean keepsPictures) {
    /**
     * The parameter with the maximum number of results.
     *
     * @param limit the greatest number that the vendor takes, if it is known
     * @param vendorDefault the number without the parameter, if it is known
     */
    public record MaxResults(String name, OptionalInt limit, OptionalInt vendorDefault) {}

    /** The parameter with the maximum number of results, or null. */
    public @Nullable String maxParameter() {
        return most == null ? null : most.name();
    }
}
