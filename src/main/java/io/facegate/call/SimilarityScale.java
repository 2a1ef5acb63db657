package io.facegate.call;

import java.util.OptionalDouble;

/**
 * Similarity scale of one provider; converts between its numbers and 0 to 1. Those of vendors are in their catalogues.
 *
 * @param provider its policy word
 * @param group similarities are comparable only within one group
 * @param maxScore greatest similarity in the provider's numbers; the least is 0
 * @param vendorDefault default threshold in the provider's numbers; if none is documented, callers must give one
 * @param comparisonsOnly true if only comparisons are on it
 */
public record SimilarityScale(
        String provider, String group, double maxScore, OptionalDouble vendorDefault, boolean comparisonsOnly) {
    /** The embedded engine. */
    public static final SimilarityScale LOCAL =
            new SimilarityScale("local", "local/facegate-local-1/similarity", 1, OptionalDouble.of(0.8), false);

    /** Returns true if it is the scale of the answer to that request, should its provider answer. */
    public boolean isOf(NormalizedRequest ask) {
        return !comparisonsOnly || ask instanceof NormalizedRequest.Compare;
    }

    /** Converts 0 to 1 into the provider's numbers. */
    public double raw(double similarity) {
        return similarity * maxScore;
    }

    /** Converts the provider's number into 0 to 1. */
    public double similarity(double raw) {
        return raw / maxScore;
    }

    /**
     * The default threshold, 0 to 1.
     *
     * @throws java.util.NoSuchElementException if none is documented
     */
    public double defaultSimilarity() {
        return similarity(vendorDefault.orElseThrow());
    }

    /** The error for a missing threshold where no default is documented; none is invented. */
    public NormalizedRequest.Flawed missingThreshold() {
        return new NormalizedRequest.Flawed(
                Reply.Failure.INVALID_PARAMETER,
                "The provider of this call has no default threshold. Give a threshold with a value from 0 to "
                        + Math.round(maxScore) + " and the comparable_group " + group + '.',
                "threshold");
    }

    /** Returns the request with that threshold; a request without one is unchanged. */
    public static NormalizedRequest withThreshold(double threshold, NormalizedRequest ask) {
        return switch (ask) {
            case NormalizedRequest.Compare(var source, var target, var _) ->
                new NormalizedRequest.Compare(source, target, threshold);
            case NormalizedRequest.SearchByFace(var gallery, var face, var _, var max) ->
                new NormalizedRequest.SearchByFace(gallery, face, threshold, max);
            case NormalizedRequest.SearchByPicture(var gallery, var picture, var _, var max) ->
                new NormalizedRequest.SearchByPicture(gallery, picture, threshold, max);
            default -> ask;
        };
    }
}
