package io.facegate.policy.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.facegate.policy.Mutations;
import io.facegate.policy.WildFiles;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.testing.PolicyTestRunner;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.testkit.ReducedTries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@AddLifecycleHook(ReducedTries.class)
class PolicySchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PolicySet BOOK = PolicyReader.read(Mutations.FILES);
    private static final Map<String, JsonSchema> SCHEMAS =
            PolicySchemas.NAMES.stream().collect(Collectors.toMap(Function.identity(), PolicySchemasTest::schema));

    @Test
    void theyArePublishedAsTheyAre() throws IOException {
        for (var name : PolicySchemas.NAMES) {
            var file = Path.of("docs/schema/" + name + ".json");
            assertThat(JSON.readTree(Files.readString(file)))
                    .as("stale: ./facegate policy schema " + name + " > " + file)
                    .isEqualTo(JSON.valueToTree(PolicySchemas.schema(name)));
        }
    }

    @Test
    void theyAreValidSchemas() {
        var meta = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (var name : PolicySchemas.NAMES) {
            assertThat(meta.validate(JSON.valueToTree(PolicySchemas.schema(name))))
                    .isEmpty();
        }
    }

    @Test
    void everyShippedFileIsValid() {
        Mutations.FILES.forEach(
                (name, bytes) -> assertThat(validate(name, bytes)).as(name).isEmpty());
    }

    @Test
    void anOverrideIsValid() {
        var text = """
            overrides:
              - rule: us-va-sb741/ban-revived
                by: Jane Doe, general counsel
                reason: Counsel read the re-enactment of 2026.
                on: 2026-11-20
            """;
        assertThat(validate("overrides.yaml", bytes(text))).isEmpty();
        assertThat(validate("overrides.yaml", bytes(text.replace("    by:", "    who:"))))
                .isNotEmpty();
    }

    @Test
    void anInvariantIsValid() {
        var text = """
            invariants:
              - id: no-police
                says: Police never identify.
                given: {organisation: law_enforcement.police, from: 2020-06-10, zone: UTC, any: [{capability: identify}]}
                except: [{organisation_id: thorn}]
                expect: refuse
              - {id: omission, says: Leaving out never helps., kind: omission, attributes: [purpose, evidence]}
            """;
        assertThat(validate("invariants.yaml", bytes(text))).isEmpty();
        for (var wrong : List.of("says:", "organisation:", "organisation_id:", "attributes:")) {
            assertThat(validate("invariants.yaml", bytes(text.replace(wrong, "unheard_of:"))))
                    .as(wrong)
                    .isNotEmpty();
        }
        assertThat(validate("invariants.yaml", bytes(text.replace("kind: omission", "kind: chain"))))
                .isNotEmpty();
    }

    @Test
    void everyAttributeIsAKeyOfConditionsAndEveryAttestedOneOfCases() {
        for (var attribute : Attribute.values()) {
            assertThat(PolicyKeys.keysOf("condition")).contains(attribute.word());
            assertThat(PolicyKeys.meaning("condition", attribute.word())).isNotBlank();
        }
        assertThat(PolicyKeys.keysOf("condition")).hasSize(Attribute.values().length + 2);
        assertThat(PolicyKeys.keysOf("given")).containsAll(PolicyKeys.keysOf("condition"));
        for (var mapping : List.of("pack", "rule", "case", "obligations", "override", "invariant", "given")) {
            assertThat(PolicyKeys.keysOf(mapping))
                    .allSatisfy(
                            key -> assertThat(PolicyKeys.meaning(mapping, key)).endsWith("."));
        }
    }

    /** Whatever the readers take, the schema takes. */
    @Property(tries = 1000)
    void whatIsSoundIsValid(@ForAll long seed) {
        var wild = new WildFiles(seed);
        var pack = wild.pack();
        var suite = wild.suite();
        assertThat(isRead(pack, suite)).as(pack.toString()).isTrue();
        assertThat(validate("wild.yaml", json(pack))).as(pack.toString()).isEmpty();
        assertThat(validate("wild_test.yaml", json(suite))).as(suite.toString()).isEmpty();
    }

    /** Whatever bytes the readers take, the schema takes. */
    @Property(tries = 2000)
    void whatIsReadIsValid(@ForAll long seed) {
        var name = Mutations.name(seed);
        var bytes = Mutations.mutated(name, seed);
        try {
            if (name.endsWith("_test.yaml")) {
                PolicyTestRunner.check(Map.of(name, bytes), BOOK);
            } else {
                PolicyReader.read(Map.of(name, bytes));
            }
        } catch (PolicyErrors errors) {
            return;
        }
        assertThat(validate(name, bytes))
                .as(new String(bytes, StandardCharsets.UTF_8))
                .isEmpty();
    }

    /** An unknown key, an unknown word or a value of the wrong type is refused by both. */
    @Property(tries = 1000)
    void whatIsWrongIsRefusedByBoth(@ForAll long seed) {
        var wild = new WildFiles(seed);
        var random = new Random(seed);
        var pack = wild.pack();
        var suite = wild.suite();
        boolean inPack = random.nextBoolean();
        var broken = new Broken(random, inPack ? pack : suite);
        var what = broken.what;
        assertThat(isRead(inPack ? broken.tree : pack, inPack ? suite : broken.tree))
                .as(what)
                .isFalse();
        assertThat(validate(inPack ? "wild.yaml" : "wild_test.yaml", json(broken.tree)))
                .as(what)
                .isNotEmpty();
    }

    /** A tree with one mistake that a schema can know. */
    private static final class Broken {
        private static final Set<String> WORDS = Set.of(
                "effect",
                "mode",
                "status",
                "after",
                "purpose",
                "capability",
                "organisation",
                "provider",
                "evidence",
                "duties",
                "redact",
                "capabilities",
                "place_type",
                "lead_only",
                "over",
                "expect",
                "jurisdiction",
                "checked");

        private final Map<String, Object> tree;
        private String what = "";

        Broken(Random random, Map<String, Object> sound) {
            var holders = new ArrayList<Map<String, Object>>();
            tree = copied(sound, holders);
            var at = holders.get(random.nextInt(holders.size()));
            var keys = List.copyOf(at.keySet());
            var key = keys.get(random.nextInt(keys.size()));
            var value = at.get(key);
            int way = random.nextInt(3);
            if (way == 0) {
                at.put("unheard_of", "x");
            } else if (way == 1 && WORDS.contains(key) && value instanceof String) {
                at.put(key, "unheard-of word");
            } else {
                at.put(key, Map.of("unheard_of", "x"));
            }
            what = key + " of " + at;
        }

        private static Map<String, Object> copied(Map<?, ?> map, List<Map<String, Object>> holders) {
            var copy = new LinkedHashMap<String, Object>();
            holders.add(copy);
            map.forEach((key, value) -> copy.put((String) key, copied(value, holders)));
            return copy;
        }

        private static Object copied(Object value, List<Map<String, Object>> holders) {
            return switch (value) {
                case Map<?, ?> map -> copied(map, holders);
                case List<?> list ->
                    list.stream().map(item -> copied(item, holders)).toList();
                default -> value;
            };
        }
    }

    private static boolean isRead(Map<String, Object> pack, Map<String, Object> suite) {
        try {
            var files = Map.of("wild.yaml", json(pack), "wild_test.yaml", json(suite));
            PolicyTestRunner.check(files, PolicyReader.read(files));
            return true;
        } catch (PolicyErrors errors) {
            return false;
        }
    }

    private static Set<ValidationMessage> validate(String name, byte[] bytes) {
        var schema = switch (name) {
            case "overrides.yaml" -> "overrides";
            case "invariants.yaml" -> "invariants";
            default -> name.endsWith("_test.yaml") ? "test" : "pack";
        };
        var loaded = new Load(LoadSettings.builder().build()).loadFromString(new String(bytes, StandardCharsets.UTF_8));
        JsonNode tree = JSON.valueToTree(loaded);
        return SCHEMAS.get(schema).validate(tree);
    }

    /** JSON is YAML. */
    private static byte[] json(Map<String, Object> tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonSchema schema(String name) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(JSON.<JsonNode>valueToTree(PolicySchemas.schema(name)));
    }
}
