package io.facegate.usecase.lockdown.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.account.WildcardPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An Azure Policy that is assigned with its definition, and whether it denies an account of Cognitive Services. */
final class AzurePolicyAssignment {
    private static final Pattern PARAMETER = Pattern.compile("\\[\\s*parameters\\(\\s*'([^']+)'\\s*\\)\\s*]");

    /** The value of a field that the resource does not have. */
    static final String ABSENT = "(absent)";

    private final JsonNode assignment;
    private final JsonNode definition;

    AzurePolicyAssignment(JsonNode assignment) {
        this.assignment = assignment;
        var joined = assignment.path("policyDefinition");
        this.definition = joined.has("properties") ? joined.path("properties") : joined;
    }

    String scope() {
        return assignment.path("scope").asText("");
    }

    /** Where its definition is kept; the scope of the assignment where nobody knows, null for one of Microsoft's own. */
    @Nullable
    String definitionScope() {
        var id = assignment
                .path("policyDefinitionId")
                .asText(assignment.at("/policyDefinition/id").asText(""));
        if (id.isEmpty()) {
            return scope();
        }
        int end = AzureScopeHierarchy.lower(id).lastIndexOf("/providers/microsoft.authorization/");
        return end < 0 ? scope() : end == 0 ? null : id.substring(0, end);
    }

    /** True if it is in force at the resource and denies. */
    boolean isInForce(AzureScopeHierarchy scopes, String resource) {
        if (assignment.path("enforcementMode").asText("Default").equalsIgnoreCase("DoNotEnforce")
                || !scopes.covers(scope(), resource)) {
            return false;
        }
        for (var spared : assignment.path("notScopes")) {
            if (scopes.covers(spared.asText(), resource)) {
                return false;
            }
        }
        return value(definition.at("/policyRule/then/effect")).asText("").equalsIgnoreCase("deny");
    }

    /**
     * Whether it denies a resource.
     *
     * @param fields the values of its fields, by names in lower case, {@link #ABSENT} for one that it does not have; of
     *     others nothing is known
     */
    ConditionResult denies(Map<String, String> fields) {
        return holds(definition.at("/policyRule/if"), fields);
    }

    /** The names that its rule compares the resource's name with. */
    List<String> names() {
        var names = new ArrayList<String>();
        addNames(definition.at("/policyRule/if"), names);
        return names;
    }

    private void addNames(JsonNode rule, List<String> names) {
        if (rule.path("field").asText("").equalsIgnoreCase("name")) {
            for (var operator : List.of("in", "notIn", "equals", "notEquals")) {
                names.addAll(texts(value(rule.path(operator))));
            }
        }
        rule.forEach(inner -> {
            if (inner.isContainerNode()) {
                addNames(inner, names);
            }
        });
    }

    private ConditionResult holds(JsonNode rule, Map<String, String> fields) {
        if (rule.has("allOf")) {
            var result = ConditionResult.YES;
            for (var one : rule.path("allOf")) {
                result = result.and(holds(one, fields));
            }
            return result;
        }
        if (rule.has("anyOf")) {
            var result = ConditionResult.NO;
            for (var one : rule.path("anyOf")) {
                result = result.or(holds(one, fields));
            }
            return result;
        }
        return rule.has("not") ? holds(rule.path("not"), fields).not() : compare(rule, fields);
    }

    private ConditionResult compare(JsonNode rule, Map<String, String> fields) {
        String actual;
        if (rule.has("field")) {
            var name = rule.path("field").asText("").toLowerCase(Locale.ROOT);
            actual = fields.get(name.substring(name.lastIndexOf('/') + 1));
        } else {
            var value = value(rule.path("value"));
            actual = value.isValueNode() && !value.asText().startsWith("[") ? value.asText() : null;
        }
        if (actual == null) {
            return ConditionResult.MAYBE;
        }
        for (var test : rule.properties()) {
            if (!test.getKey().equals("field") && !test.getKey().equals("value")) {
                return compare(test.getKey(), actual, texts(value(test.getValue())));
            }
        }
        return ConditionResult.MAYBE;
    }

    private static ConditionResult compare(String operator, String actual, List<String> wanted) {
        if (wanted.stream().anyMatch(one -> one.startsWith("["))) {
            return ConditionResult.MAYBE;
        }
        boolean isNegated = operator.startsWith("not");
        var plain = isNegated ? operator.substring(3).toLowerCase(Locale.ROOT) : operator.toLowerCase(Locale.ROOT);
        if (actual.equals(ABSENT)) {
            return absent(plain, isNegated, wanted);
        }
        var lower = actual.toLowerCase(Locale.ROOT);
        return switch (plain) {
            case "equals", "in" ->
                ConditionResult.of(isNegated != wanted.stream().anyMatch(actual::equalsIgnoreCase));
            case "like" ->
                ConditionResult.of(isNegated
                        != wanted.stream()
                                .anyMatch(
                                        one -> WildcardPattern.ofLowerCase(one).matches(lower)));
            case "contains" ->
                ConditionResult.of(
                        isNegated != wanted.stream().anyMatch(one -> lower.contains(one.toLowerCase(Locale.ROOT))));
            case "exists" -> ConditionResult.of(wanted.stream().anyMatch("true"::equalsIgnoreCase));
            default -> ConditionResult.MAYBE;
        };
    }

    /** A field that is not there equals nothing. */
    private static ConditionResult absent(String plain, boolean isNegated, List<String> wanted) {
        return switch (plain) {
            case "equals", "in", "like", "contains" -> ConditionResult.of(isNegated);
            case "exists" -> ConditionResult.of(wanted.stream().noneMatch("true"::equalsIgnoreCase));
            default -> ConditionResult.MAYBE;
        };
    }

    /** A value, or that of the parameter that it names. */
    private JsonNode value(JsonNode value) {
        var named = value.isTextual() ? PARAMETER.matcher(value.textValue()) : null;
        if (named == null || !named.matches()) {
            return value;
        }
        var given = assignment.path("parameters").path(named.group(1));
        if (given.isMissingNode()) {
            given = definition.path("parameters").path(named.group(1)).path("defaultValue");
        } else if (given.has("value")) {
            given = given.path("value");
        }
        return given.isMissingNode() ? MissingNode.getInstance() : given;
    }

    private static List<String> texts(JsonNode value) {
        if (value.isValueNode()) {
            return List.of(value.asText());
        }
        var texts = new ArrayList<String>();
        value.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
