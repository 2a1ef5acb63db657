package io.facegate.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scale of one provider's similarities.
 *
 * @param provider the word by which policies know it
 * @param group names what its similarities may be compared with: nothing but one another
 * @param most what its greatest similarity is in its own numbers; the least is 0, and a greater one is more alike
 * @param usual what it takes for a threshold where none is given, in its own numbers, or NaN where it has none and nobody
 *     documents one: then whoever asks gives it
 */
public record SimilarityScale(String provider, String group, double most, double usual) {
    /** The embedded engine's. */
    public static final SimilarityScale LOCAL =
            new SimilarityScale("local", "local/facegate-local-1/similarity", 1, 0.8);

    /** Amazon's; its documentation names 80 for comparisons and searches. */
    public static final SimilarityScale REKOGNITION =
            new SimilarityScale("rekognition", "rekognition/face/similarity", 100, 80);

    /** Azure's of two faces; its documentation names 0.5. */
    public static final SimilarityScale AZURE_VERIFY =
            new SimilarityScale("azure_face", "azure_face/recognition_04/verify", 1, 0.5);

    /** Azure's of a search, after a threshold of its own that it does not tell; nobody says that it is that of two faces. */
    public static final SimilarityScale AZURE_SEARCH =
            new SimilarityScale("azure_face", "azure_face/recognition_04/find_similar", 1, 0);

    /** CompreFace's, of the server's own build; it applies no threshold, and its documentation names none. */
    public static final SimilarityScale COMPREFACE =
            new SimilarityScale("compreface", "compreface/face/similarity", 1, Double.NaN);

    private static final List<SimilarityScale> ALL =
            List.of(LOCAL, REKOGNITION, AZURE_VERIFY, AZURE_SEARCH, COMPREFACE);

    /** The one on which a provider answers that, or null where it has none that is known. */
    public static @Nullable SimilarityScale of(String provider, NormalizedRequest ask) {
        return ALL.stream()
                .filter(one -> one.provider.equals(provider)
                        && (!one.equals(AZURE_VERIFY) || ask instanceof NormalizedRequest.Compare))
                .findFirst()
                .orElse(null);
    }

    /** The one of that group, or null. */
    public static @Nullable SimilarityScale in(String group) {
        return ALL.stream().filter(one -> one.group.equals(group)).findFirst().orElse(null);
    }

    /** A similarity from 0 to 1 in the provider's own numbers. */
    public double raw(double similarity) {
        return similarity * most;
    }

    /** A number of the provider as a similarity from 0 to 1. */
    public double similarity(double raw) {
        return raw / most;
    }

    /** Whether it takes one where none is given. */
    public boolean hasUsual() {
        return !Double.isNaN(usual);
    }

    /** What it takes for a threshold where none is given, from 0 to 1. */
    public double otherwise() {
        return similarity(usual);
    }

    /** What a call without a threshold is told where there is no usual one: what is not documented is not made up. */
    public NormalizedRequest.Flawed wanted() {
        return new NormalizedRequest.Flawed(
                Reply.Failure.INVALID_PARAMETER,
                "Whoever answers this call has no usual threshold: give one as threshold, with a value from 0 to "
                        + Math.round(most) + " and the comparable_group " + group + '.',
                "threshold");
    }

    /** The same ask with that threshold; one that has none stays as it is. */
    public static NormalizedRequest within(double threshold, NormalizedRequest ask) {
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
