package io.facegate.call;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Similarity scale of one provider; converts between its numbers and 0 to 1.
 *
 * @param provider its policy word
 * @param group similarities are comparable only within one group
 * @param maxScore greatest similarity in the provider's numbers; the least is 0
 * @param vendorDefault default threshold in the provider's numbers; if none is documented, callers must give one
 */
public record SimilarityScale(String provider, String group, double maxScore, OptionalDouble vendorDefault) {
    /** The embedded engine. */
    public static final SimilarityScale LOCAL =
            new SimilarityScale("local", "local/facegate-local-1/similarity", 1, OptionalDouble.of(0.8));

    /** Amazon Rekognition; documented default 80 for comparisons and searches. */
    public static final SimilarityScale REKOGNITION =
            new SimilarityScale("rekognition", "rekognition/face/similarity", 100, OptionalDouble.of(80));

    /** Azure, two faces; documented default 0.5. */
    public static final SimilarityScale AZURE_VERIFY =
            new SimilarityScale("azure_face", "azure_face/recognition_04/verify", 1, OptionalDouble.of(0.5));

    /** Azure, search; Azure applies an undocumented threshold first. Not documented to be the scale of two faces. */
    public static final SimilarityScale AZURE_SEARCH =
            new SimilarityScale("azure_face", "azure_face/recognition_04/find_similar", 1, OptionalDouble.of(0));

    /** CompreFace, its own build; it applies no threshold and documents none. */
    public static final SimilarityScale COMPREFACE =
            new SimilarityScale("compreface", "compreface/face/similarity", 1, OptionalDouble.empty());

    /** Face++; each answer has thresholds of its own, so there is no default. */
    public static final SimilarityScale FACEPLUSPLUS =
            new SimilarityScale("faceplusplus", "faceplusplus/face/confidence", 100, OptionalDouble.empty());

    private static final List<SimilarityScale> ALL =
            List.of(LOCAL, REKOGNITION, AZURE_VERIFY, AZURE_SEARCH, COMPREFACE, FACEPLUSPLUS);

    /** Returns the scale of a provider's answer to that request, or null if unknown. */
    public static @Nullable SimilarityScale forRequest(String provider, NormalizedRequest ask) {
        return ALL.stream()
                .filter(one -> one.provider.equals(provider)
                        && (!one.equals(AZURE_VERIFY) || ask instanceof NormalizedRequest.Compare))
                .findFirst()
                .orElse(null);
    }

    /** Returns the scale of that group, or null. */
    public static @Nullable SimilarityScale forGroup(String group) {
        return ALL.stream().filter(one -> one.group.equals(group)).findFirst().orElse(null);
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
