package io.facegate.cli.registry;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.usecase.registry.RegistryPlan;
import io.facegate.usecase.registry.RegistryPlan.Difference;
import io.facegate.usecase.registry.RegistryPlan.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of applying a file of organisations, as they are printed.
 *
 * @param unchanged how many organisations of the file are as the file says
 */
record RegistryApplyOutput(List<Step> steps, int unchanged) {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    static RegistryApplyOutput of(RegistryPlan plan) {
        return new RegistryApplyOutput(plan.steps(), plan.unchanged());
    }

    /** What a gateway answered. */
    static RegistryApplyOutput of(JsonNode answer) {
        var steps = new ArrayList<Step>();
        for (var step : answer.path("steps")) {
            var fields = new LinkedHashMap<String, Difference>();
            step.path("fields")
                    .properties()
                    .forEach(field -> fields.put(
                            field.getKey(),
                            new Difference(
                                    value(field.getValue().path("before")),
                                    value(field.getValue().path("after")))));
            steps.add(new Step(step.path("act").asText(), step.path("subject").asText(), fields));
        }
        return new RegistryApplyOutput(steps, answer.path("unchanged").asInt());
    }

    private static @Nullable Object value(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : JsonMappers.PLAIN.convertValue(value, Object.class);
    }

    /** The objects of a list. */
    static List<Map<String, Object>> objects(JsonNode list) {
        var all = new ArrayList<Map<String, Object>>();
        list.forEach(one -> all.add(JsonMappers.PLAIN.convertValue(one, OBJECT)));
        return all;
    }

    private int count(String act) {
        return Math.toIntExact(
                steps.stream().filter(step -> step.act().equals(act)).count());
    }

    /** How many keys are minted. */
    int minted() {
        return count("mint");
    }

    String summary(String start) {
        int left = count("drift");
        var drift = left == 0 ? "" : " Not in the file, and left as they are: " + left + '.';
        if (steps.size() == left) {
            return "Nothing to change." + drift;
        }
        return start + count("add") + " organisations added, " + (count("change") + count("close")) + " changed, "
                + minted() + " keys minted, " + unchanged + " unchanged." + drift;
    }

    static String text(Step step) {
        var text = new StringBuilder(step.act()).append(' ').append(step.subject());
        if (step.act().equals("add")) {
            return text.toString();
        }
        step.fields().forEach((name, field) -> {
            text.append("  ").append(name).append(": ");
            if (field.before() != null) {
                text.append(field.before()).append(" -> ");
            }
            text.append(field.after() == null ? "none" : field.after());
        });
        return text.toString();
    }
}
