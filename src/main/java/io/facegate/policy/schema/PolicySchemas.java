package io.facegate.policy.schema;

import static io.facegate.policy.schema.SchemaPieces.map;

import java.util.List;
import java.util.Map;

/**
 * JSON Schemas (draft 2020-12) of the policy files, for editors. A schema accepts everything that the readers accept,
 * but does not reject everything that they reject.
 */
public final class PolicySchemas {
    /** Names of the schemas. */
    public static final List<String> NAMES = List.of("pack", "test", "overrides", "invariants");

    private PolicySchemas() {}

    /**
     * The schema of one kind of file.
     *
     * @param name one of {@link #NAMES}
     */
    public static Map<String, Object> schema(String name) {
        return switch (name) {
            case "pack" -> schema("A policy pack of Facegate", PackSchema.pack(), PackSchema.definitions());
            case "test" -> schema("Tests of policy packs", TestSuiteSchema.suite(), TestSuiteSchema.definitions());
            case "overrides" -> schema("What an operator decided of disputed rules", PackSchema.overrides(), Map.of());
            case "invariants" ->
                schema("What must hold of all policies", InvariantSchema.invariants(), InvariantSchema.definitions());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Map<String, Object> schema(String title, Map<String, Object> root, Map<String, Object> definitions) {
        var schema = map("$schema", "https://json-schema.org/draft/2020-12/schema", "title", title);
        schema.putAll(root);
        if (!definitions.isEmpty()) {
            schema.put("$defs", definitions);
        }
        return schema;
    }
}
