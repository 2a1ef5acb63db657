package io.facegate.vendor.rekognition.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.Obligations;
import io.facegate.catalogue.ReplyShapes;
import io.facegate.catalogue.VendorApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a vendor sends, nothing of what is kept back is in what is let through. */
class RekognitionResponseFilterPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ReplyShapes TABLE = VendorApi.REKOGNITION.catalogue().shapes();
    private static final List<String> SHAPES = VendorApi.REKOGNITION.catalogue().operations().values().stream()
            .map(operation -> operation.enforcement().reply())
            .map(shape -> shape == null ? "-" : shape)
            .toList();
    private static final List<String> NAMES = TABLE.byName().values().stream()
            .flatMap(fields -> fields.keySet().stream())
            .distinct()
            .toList();
    private static final List<Capability> ATTRIBUTES = TABLE.byName().values().stream()
            .flatMap(fields -> fields.values().stream())
            .map(ReplyShapes.Part::attribute)
            .filter(attribute -> attribute != null)
            .distinct()
            .toList();

    @Property(tries = 3000)
    void holdsNoRedactedAttributeNoLowSimilarityAndNoFurtherPage(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 100) int percent,
            @ForAll @IntRange(min = 1, max = 3) int most)
            throws Exception {
        var random = new Random(seed);
        var shape = SHAPES.get(random.nextInt(SHAPES.size()));
        var hidden = random.nextInt(4) == 0 ? Capability.ANALYZE : ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
        var obligations = GivenObligations.of(
                percent / 100.0, Set.of(hidden), most, false, 0, null, Set.of(), Set.of(), Retention.NONE);
        var sent = JSON.writeValueAsBytes(reply(random, shape));
        var given = JSON.readTree(
                new RekognitionResponseFilter(obligations).filterReply(sent, shape.equals("-") ? null : shape));
        inspect(given, obligations, percent);
        var list = TABLE.fieldWithRole(ReplyShapes.Role.RESULTS, shape);
        if (list != null) {
            assertThat(given.path(list).size()).isLessThanOrEqualTo(most);
            assertThat(given.has("NextToken")).isFalse();
        }
    }

    @Property(tries = 1000)
    void whatMayPassPassesUnchanged(@ForAll long seed) throws Exception {
        var random = new Random(seed);
        var shape = SHAPES.get(random.nextInt(SHAPES.size()));
        var sent = JSON.valueToTree(wellFormed(random, shape.equals("-") ? ReplyShapes.ANY : shape, 0));
        var nothing = GivenObligations.of(0.0, Set.of(), null, false, 0, null, Set.of(), Set.of(), Retention.NONE);
        var given = new RekognitionResponseFilter(nothing)
                .filterReply(JSON.writeValueAsBytes(sent), shape.equals("-") ? null : shape);
        assertThat(JSON.readTree(given)).isEqualTo(sent);
    }

    private static void inspect(JsonNode node, Obligations obligations, int percent) {
        if (node.isObject()) {
            node.properties().forEach(field -> {
                var attribute = TABLE.attribute(field.getKey());
                assertThat(attribute != null && obligations.redacts(attribute))
                        .as(field.getKey())
                        .isFalse();
                if (Set.of("Similarity", "MatchConfidence").contains(field.getKey())) {
                    assertThat(field.getValue().isNumber()).isTrue();
                    assertThat(field.getValue().doubleValue()).isGreaterThanOrEqualTo(percent);
                }
            });
        }
        node.forEach(child -> inspect(child, obligations, percent));
    }

    /** A reply of that shape in which anything may stand anywhere. */
    private static Object reply(Random random, String shape) {
        var reply = new LinkedHashMap<String, Object>();
        for (var field : TABLE.fieldsOf(shape).entrySet()) {
            if (random.nextInt(4) > 0) {
                reply.put(field.getKey(), value(random, field.getValue().shape(), 0));
            }
        }
        for (int more = random.nextInt(4); more > 0; more--) {
            reply.put(NAMES.get(random.nextInt(NAMES.size())), anything(random, 0));
        }
        return reply;
    }

    private static Object value(Random random, String shape, int depth) {
        if (depth > 4 || random.nextInt(8) == 0) {
            return anything(random, depth);
        }
        if (shape == null) {
            return random.nextInt(3) == 0 ? "text" : random.nextDouble() * 100;
        }
        if (random.nextBoolean()) {
            var list = new ArrayList<Object>();
            for (int size = random.nextInt(5); size > 0; size--) {
                list.add(value(random, shape, depth + 1));
            }
            return list;
        }
        var object = new LinkedHashMap<String, Object>();
        TABLE.fieldsOf(shape).forEach((name, part) -> object.put(name, value(random, part.shape(), depth + 1)));
        if (random.nextInt(3) == 0) {
            object.put(NAMES.get(random.nextInt(NAMES.size())), anything(random, depth + 1));
        }
        return object;
    }

    private static Object anything(Random random, int depth) {
        switch (depth > 5 ? random.nextInt(4) : random.nextInt(7)) {
            case 0:
                return "AgeRange";
            case 1:
                return random.nextInt(200) - 50;
            case 2:
                return random.nextDouble() * 100;
            case 3:
                return null;
            case 4:
                return List.of(random.nextInt(100));
            case 5:
                var list = new ArrayList<Object>();
                for (int size = random.nextInt(4); size > 0; size--) {
                    list.add(anything(random, depth + 1));
                }
                return list;
            default:
                var object = new LinkedHashMap<String, Object>();
                for (int size = random.nextInt(4); size > 0; size--) {
                    object.put(NAMES.get(random.nextInt(NAMES.size())), anything(random, depth + 1));
                }
                return object;
        }
    }

    /** A reply as the vendor documents it. */
    private static Object wellFormed(Random random, String shape, int depth) {
        var object = new LinkedHashMap<String, Object>();
        TABLE.fieldsOf(shape).forEach((name, part) -> {
            var of = part.shape();
            if (part.role() == ReplyShapes.Role.SCORE) {
                object.put(name, random.nextInt(101));
            } else if (of == null && part.role() == ReplyShapes.Role.RESULTS) {
                object.put(name, List.of("one", "two"));
            } else if (of == null) {
                object.put(name, random.nextBoolean() ? (Object) 55 : List.of("a", "b"));
            } else if (part.role() != ReplyShapes.Role.PLAIN || (random.nextBoolean() && depth < 4)) {
                object.put(name, List.of(wellFormed(random, of, depth + 1), wellFormed(random, of, depth + 1)));
            } else {
                object.put(name, wellFormed(random, of, depth + 1));
            }
        });
        return object;
    }
}
