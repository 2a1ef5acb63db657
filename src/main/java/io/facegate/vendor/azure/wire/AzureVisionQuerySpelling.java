package io.facegate.vendor.azure.wire;

import io.facegate.call.PreconditionFailure;
import io.facegate.catalogue.RestOperation;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Query of an image analysis in the spelling of the vendor's model. The vendor reads names of parameters and of
 * features in any case, and its own samples write {@code Caption} and {@code smartCrops-aspect-ratios}. What is judged
 * and sent has one spelling only.
 */
final class AzureVisionQuerySpelling {
    private static final String NEUTRAL_CAPTION = "gender-neutral-caption";

    private AzureVisionQuerySpelling() {}

    /**
     * Returns the query in the model's spelling; what the model does not have stays as it is.
     *
     * @throws Unreadable when a parameter is named twice, in whatever case
     */
    static Map<String, String> spell(RestOperation route, Map<String, String> query) throws Unreadable {
        var spelled = new LinkedHashMap<String, String>();
        for (var given : query.entrySet()) {
            var name = route.query().stream()
                    .filter(given.getKey()::equalsIgnoreCase)
                    .findFirst()
                    .orElse(given.getKey());
            if (spelled.put(name, spellValue(name, given.getValue())) != null) {
                throw new Unreadable(PreconditionFailure.DUPLICATE_KEY, name);
            }
        }
        return spelled;
    }

    private static String spellValue(String name, String value) {
        if (name.equals(NEUTRAL_CAPTION)) {
            return value.toLowerCase(Locale.ROOT);
        }
        return AzureVisionFeatures.isList(name)
                ? Arrays.stream(value.split(",", -1))
                        .map(word -> AzureVisionFeatures.spell(name, word))
                        .collect(Collectors.joining(","))
                : value;
    }
}
