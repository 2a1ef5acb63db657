package io.facegate.vendor.compreface.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.Obligations;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.CatalogueResponseFilter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a server's reply may be given, and what not. */
class CompreFaceResponseFilterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of(
            "result",
            "subjects",
            "similarities",
            "face_matches",
            "faces",
            "age",
            "gender",
            "mask",
            "box",
            "landmarks",
            "similarity",
            "subject",
            "unknown");

    @Test
    void whatAServerSaysOfItsPluginsIsGivenButForThoseThatAreRedacted() {
        var sent = """
            {"result":[],"plugins_versions":{"age":"agegender.AgeDetector","detector":"facenet.FaceDetector",\
            "calculator":"facenet.Calculator","other":"a.B"}}\
            """;

        var given = filter(obliging(0.5, 2, Capability.ANALYZE)).filterReply(sent.getBytes(StandardCharsets.UTF_8));

        assertThat(new String(given, StandardCharsets.UTF_8))
                .isEqualTo("{\"result\":[],\"plugins_versions\":{\"detector\":\"facenet.FaceDetector\","
                        + "\"calculator\":\"facenet.Calculator\"}}");
    }

    /** Whatever a server sends, nothing of what is kept back is in what is let through. */
    @Property(tries = 2000)
    void holdsNothingRedactedNothingUnknownAndNoLowSimilarity(@ForAll long seed) throws Exception {
        var random = new Random(seed);
        var sent = node(random, 0);
        var given =
                JSON.readTree(filter(obliging(0.5, 2, Capability.ANALYZE)).filterReply(JSON.writeValueAsBytes(sent)));
        inspect(given);
    }

    private static void inspect(JsonNode given) {
        given.properties().forEach(field -> {
            assertThat(field.getKey()).isNotIn("age", "gender", "mask", "unknown");
            if (Set.of("result", "subjects", "similarities", "face_matches", "faces")
                            .contains(field.getKey())
                    && field.getValue().isArray()) {
                assertThat(field.getValue().size()).isLessThanOrEqualTo(2);
                field.getValue().forEach(item -> {
                    if (item.has("similarity")) {
                        assertThat(item.get("similarity").doubleValue()).isGreaterThanOrEqualTo(0.5);
                    }
                });
            }
            inspect(field.getValue());
        });
        if (given.isArray()) {
            given.forEach(CompreFaceResponseFilterTest::inspect);
        }
    }

    private static ObjectNode node(Random random, int depth) {
        var node = JSON.createObjectNode();
        for (int at = 0; at < 4; at++) {
            var name = NAMES.get(random.nextInt(NAMES.size()));
            switch (random.nextInt(depth > 4 ? 2 : 4)) {
                case 0 -> node.put(name, random.nextDouble());
                case 1 -> node.put(name, "text");
                case 2 -> node.set(name, node(random, depth + 1));
                default -> {
                    var list = node.putArray(name);
                    for (int item = 0; item < random.nextInt(4); item++) {
                        list.add(node(random, depth + 1));
                    }
                }
            }
        }
        return node;
    }

    @Test
    void whatMayPassPassesUnchangedToTheLastDigit() {
        var sent = "{\"result\":[{\"box\":{\"probability\":0.99975000,\"x_max\":1420},"
                + "\"landmarks\":[[814,713],[1104,829],[832,937]],"
                + "\"embedding\":[9.424854069948196E-4,-0.0],"
                + "\"subjects\":[{\"subject\":\"s\",\"similarity\":0.978580}]}]}";
        var given = new String(filter(obliging(0.5, 3, Capability.ANALYZE)).filterReply(sent.getBytes()));
        assertThat(given).contains("0.99975000", "[[814,713],[1104,829],[832,937]]", "0.978580", "\"subject\":\"s\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "{", "{\"result\":[]}x", "{\"result\":1,\"result\":2}"})
    void whatCannotBeReadIsNotGiven(String body) {
        assertThatThrownBy(() -> filter(obliging(0.5, 2, Capability.ANALYZE)).filterReply(body.getBytes()))
                .isInstanceOf(Fault.ProviderDown.class);
    }

    private static CatalogueResponseFilter filter(Obligations obligations) {
        return new CatalogueResponseFilter(VendorApi.COMPREFACE.catalogue(), Set.of(), obligations);
    }

    private static Obligations obliging(double least, int most, Capability redacted) {
        return GivenObligations.of(least, Set.of(redacted), most, false, 0, null, Set.of(), Set.of(), Retention.NONE);
    }
}
