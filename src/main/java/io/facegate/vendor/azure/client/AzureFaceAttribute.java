package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.Face.FaceAttribute;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Face attributes that Azure infers on request; Azure no longer returns emotion and gender. */
enum AzureFaceAttribute {
    AGE("age", Capability.ANALYZE_AGE),
    SMILE("smile", Capability.ANALYZE_SMILE),
    GLASSES("glasses", Capability.ANALYZE_EYEGLASSES, Capability.ANALYZE_SUNGLASSES),
    FACIAL_HAIR("facialHair", Capability.ANALYZE_BEARD, Capability.ANALYZE_MUSTACHE),
    HAIR("hair", Capability.ANALYZE_HAIR),
    MAKEUP("makeup", Capability.ANALYZE_MAKEUP),
    OCCLUSION("occlusion", Capability.ANALYZE_OCCLUSION);

    private final String word;
    private final Capability one;
    private final Capability other;

    AzureFaceAttribute(String word, Capability only) {
        this(word, only, only);
    }

    AzureFaceAttribute(String word, Capability one, Capability other) {
        this.word = word;
        this.one = one;
        this.other = other;
    }

    /** Returns the capabilities of the attribute. */
    private Set<Capability> kinds() {
        return EnumSet.of(one, other);
    }

    /** Returns true if the attributes cover everything that is requested of a face. */
    static boolean coversAll(Set<Capability> asked) {
        return asked.stream()
                .filter(capability -> capability.isWithin(Capability.ANALYZE))
                .noneMatch(kind -> covering(Set.of(kind)).isEmpty());
    }

    /** Returns the capabilities that are added unrequested, because one attribute covers several. */
    static Set<Capability> unrequested(Set<Capability> asked) {
        var beside = EnumSet.noneOf(Capability.class);
        covering(asked).forEach(attribute -> beside.addAll(attribute.kinds()));
        beside.removeAll(asked);
        return beside;
    }

    /** Returns the vendor's names for these, after the names of attributes that describe nobody. */
    static String attributeNames(Set<Capability> asked) {
        var words = new StringBuilder("headPose");
        covering(asked).forEach(attribute -> words.append(',').append(attribute.word));
        return words.toString();
    }

    private static List<AzureFaceAttribute> covering(Set<Capability> asked) {
        return List.of(values()).stream()
                .filter(attribute -> attribute.kinds().stream().anyMatch(asked::contains))
                .toList();
    }

    /** Returns the traits of a face that may be returned. */
    static List<FaceAttribute> traits(JsonNode told, Set<Capability> may) {
        var traits = new ArrayList<FaceAttribute>();
        for (var attribute : values()) {
            if (told.hasNonNull(attribute.word)) {
                attribute.add(traits, told.get(attribute.word));
            }
        }
        traits.removeIf(trait -> !may.contains(trait.kind()));
        return traits;
    }

    private void add(List<FaceAttribute> traits, JsonNode said) {
        switch (this) {
            case FACIAL_HAIR -> {
                traits.add(new FaceAttribute(
                        Capability.ANALYZE_BEARD, said.path("beard").asText(), null));
                traits.add(new FaceAttribute(
                        Capability.ANALYZE_MUSTACHE, said.path("moustache").asText(), null));
            }
            case HAIR -> addHair(traits, said);
            default -> kinds().forEach(kind -> traits.add(new FaceAttribute(kind, formatValue(said), null)));
        }
    }

    private static void addHair(List<FaceAttribute> traits, JsonNode said) {
        for (var color : said.path("hairColor")) {
            traits.add(trait(color.path("color").asText(), color.get("confidence")));
        }
        traits.add(trait("bald", said.get("bald")));
    }

    private static FaceAttribute trait(String value, @Nullable JsonNode confidence) {
        return new FaceAttribute(
                Capability.ANALYZE_HAIR, value, confidence == null ? null : (Double) confidence.asDouble());
    }

    /** Returns a number or text as is; several values each with a name. */
    private static String formatValue(JsonNode said) {
        if (!said.isObject()) {
            return said.asText();
        }
        var all = new TreeMap<String, String>();
        said.properties().forEach(one -> all.put(one.getKey(), one.getValue().asText()));
        return String.join(",", all.entrySet().stream().map(Object::toString).toList());
    }
}
