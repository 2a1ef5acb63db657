package io.facegate.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.Face.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Azure infers of a face when it is asked to; emotion and gender it does not tell any more. */
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

    /** What it infers. */
    private Set<Capability> kinds() {
        return EnumSet.of(one, other);
    }

    /** Whether they hold all that is asked of a face. */
    static boolean tell(Set<Capability> asked) {
        return asked.stream()
                .filter(capability -> capability.within(Capability.ANALYZE))
                .noneMatch(kind -> holding(Set.of(kind)).isEmpty());
    }

    /** What is inferred beside what is asked, because one attribute is of both. */
    static Set<Capability> unasked(Set<Capability> asked) {
        var beside = EnumSet.noneOf(Capability.class);
        holding(asked).forEach(attribute -> beside.addAll(attribute.kinds()));
        beside.removeAll(asked);
        return beside;
    }

    /** The vendor's words for these, behind those that describe nobody. */
    static String words(Set<Capability> asked) {
        var words = new StringBuilder("headPose");
        holding(asked).forEach(attribute -> words.append(',').append(attribute.word));
        return words.toString();
    }

    private static List<AzureFaceAttribute> holding(Set<Capability> asked) {
        return List.of(values()).stream()
                .filter(attribute -> attribute.kinds().stream().anyMatch(asked::contains))
                .toList();
    }

    /** What the vendor says of a face, as far as it may be told. */
    static List<Trait> traits(JsonNode told, Set<Capability> may) {
        var traits = new ArrayList<Trait>();
        for (var attribute : values()) {
            if (told.hasNonNull(attribute.word)) {
                attribute.add(traits, told.get(attribute.word));
            }
        }
        traits.removeIf(trait -> !may.contains(trait.kind()));
        return traits;
    }

    private void add(List<Trait> traits, JsonNode said) {
        switch (this) {
            case FACIAL_HAIR -> {
                traits.add(
                        new Trait(Capability.ANALYZE_BEARD, said.path("beard").asText(), null));
                traits.add(new Trait(
                        Capability.ANALYZE_MUSTACHE, said.path("moustache").asText(), null));
            }
            case HAIR -> hair(traits, said);
            default -> kinds().forEach(kind -> traits.add(new Trait(kind, said(said), null)));
        }
    }

    private static void hair(List<Trait> traits, JsonNode said) {
        for (var color : said.path("hairColor")) {
            traits.add(trait(color.path("color").asText(), color.get("confidence")));
        }
        traits.add(trait("bald", said.get("bald")));
    }

    private static Trait trait(String value, @Nullable JsonNode confidence) {
        return new Trait(Capability.ANALYZE_HAIR, value, confidence == null ? null : (Double) confidence.asDouble());
    }

    /** A number or a word as it is; of several, each with its name. */
    private static String said(JsonNode said) {
        if (!said.isObject()) {
            return said.asText();
        }
        var all = new TreeMap<String, String>();
        said.properties().forEach(one -> all.put(one.getKey(), one.getValue().asText()));
        return String.join(",", all.entrySet().stream().map(Object::toString).toList());
    }
}
