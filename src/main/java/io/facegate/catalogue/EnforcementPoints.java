package io.facegate.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * Where obligations can be enforced on an operation. The parameter with the similarity is the operation's.
 *
 * @param reply the shape of its reply, or null when the reply holds no face and no list
 * @param fetched the operation that fetches its results later, which is judged and filtered itself; or null
 * @param elsewhere true if its results come by no reply at all
 * @param attributes the parameter that lists attributes, or null
 * @param maxParameter the parameter with the maximum number of results, or null
 * @param bound the vendor's limit of that number
 * @param keepsPictures true if it makes the vendor keep pictures
 */
public record EnforcementPoints(
        @Nullable String reply,
        @Nullable String fetched,
        boolean elsewhere,
        @Nullable String attributes,
        @Nullable String maxParameter,
        int bound,
        boolean keepsPictures) {}
