package io.facegate.vendor.azure.wire;

import static io.facegate.call.Capability.ANALYZE_LABELS;
import static io.facegate.call.Capability.CELEBRITY;
import static io.facegate.call.Capability.NOT_FACE;

import io.facegate.call.Capability;
import io.facegate.catalogue.ParameterValues;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.RequestMistake;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Features that an image analysis can request, per API version, with the capabilities that each reveals. */
final class AzureVisionFeatures {
    static final String FEATURES = "features";
    static final String VISUAL = "visualFeatures";
    static final String DETAILS = "details";
    static final String EXCLUDED = "descriptionExclude";

    private static final String CELEBRITIES = "Celebrities";
    private static final String DESCRIPTION = "Description";
    /** Free text and labels; they may say "man" or "woman". */
    private static final Set<Capability> WORDS = Set.of(NOT_FACE, ANALYZE_LABELS);

    /** Known features by the parameter that lists them; an unknown feature is refused. */
    private static final ParameterValues KNOWN =
            VendorApi.AZURE_VISION.catalogue().words();

    private AzureVisionFeatures() {}

    /** Returns the parameters of an operation that list features. */
    static List<String> lists(RestOperation route) {
        return KNOWN.parameters().stream()
                .filter(route.query()::contains)
                .sorted()
                .toList();
    }

    /** Adds the capabilities of the features, or of the vendor's default; returns the first mistake, or null. */
    static @Nullable RequestMistake addCapabilities(Set<Capability> set, RestOperation route, AzureParameters given) {
        RequestMistake mistake = null;
        for (var list : lists(route)) {
            var unknown = RequestMistake.addRevealed(set, KNOWN, list, given.list(list));
            mistake = mistake == null ? unknown : mistake;
        }
        boolean must = route.query().contains(FEATURES);
        boolean categories = route.query().contains(VISUAL) && !given.query().containsKey(VISUAL);
        if (categories || !given.list(DETAILS).isEmpty()) {
            // The vendor returns details inside categories.
            set.addAll(WORDS);
        }
        if (namesPeople(given)) {
            set.add(CELEBRITY);
        }
        return must && !given.query().containsKey(FEATURES)
                ? RequestMistake.unknownValue(FEATURES, null, words(FEATURES))
                : mistake;
    }

    private static Set<String> words(String list) {
        return KNOWN.words(list);
    }

    /** Returns true if a parameter lists features. */
    static boolean isList(String parameter) {
        return KNOWN.parameters().contains(parameter);
    }

    /** Returns a feature in the model's spelling; an unknown one as it is. */
    static String spell(String list, String word) {
        return KNOWN.words(list).stream()
                .filter(word::equalsIgnoreCase)
                .findFirst()
                .orElse(word);
    }

    /** Returns true if the request asks only for positions of people. */
    static boolean onlyPeople(AzureParameters given) {
        return given.list(FEATURES).equals(List.of("people"));
    }

    /** Returns the capabilities that a feature reveals, or null for an unknown one. */
    static @Nullable Set<Capability> revealedCapabilities(String list, String word) {
        return KNOWN.capabilities(list, word);
    }

    /** Returns true if a description is requested without excluding celebrities, whose names it then contains. */
    static boolean namesPeople(AzureParameters given) {
        return given.list(VISUAL).contains(DESCRIPTION) && !given.list(EXCLUDED).contains(CELEBRITIES);
    }

    /** Returns true if the request asks only for face positions. */
    static boolean onlyFaces(AzureParameters given) {
        return given.list(VISUAL).equals(List.of("Faces"))
                && given.list(DETAILS).isEmpty();
    }
}
