package io.facegate.cli.policy;

import io.facegate.cli.Settings;
import io.facegate.policy.proof.change.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is decided otherwise, in lines for people or as JSON. */
final class Changes {
    private static final int SHOWN = 8;

    private final Settings settings;
    private final String before;
    private final String after;

    /**
     * @param before what the decision that was is called
     * @param after what the one that is
     */
    Changes(Settings settings, String before, String after) {
        this.settings = settings;
        this.before = before;
        this.after = after;
    }

    void print(Change change) {
        settings.print(heading(change) + by(change.rules()));
        settings.print("    " + String.format("%,d", change.classes()) + " classes: organisation, purpose, capability,"
                + " provider and place of use"
                + (change.settled() ? "" : "; depends on conditions that were not read"));
        change.where().forEach((word, values) -> settings.print("    " + word + ": " + few(values)));
        if (change.shown().isEmpty()) {
            return;
        }
        settings.print("    for example " + change.shown().getFirst().call());
        settings.print("        " + before + ' ' + change.shown().getFirst().verdict());
        settings.print("        " + after + ' ' + change.shown().getLast().verdict());
    }

    private static String heading(Change change) {
        return switch (change.kind()) {
            case "permitted" -> "Newly permitted";
            case "refused" -> "Newly refused";
            case "stronger" -> "Asked in return from now on: " + change.demand();
            default -> "No longer asked in return: " + change.demand();
        };
    }

    private static String by(List<String> rules) {
        return rules.isEmpty() ? "" : ", by " + few(rules);
    }

    private static String few(List<String> values) {
        var shown = String.join(", ", values.subList(0, Math.min(SHOWN, values.size())));
        return values.size() <= SHOWN ? shown : shown + " and " + (values.size() - SHOWN) + " more";
    }

    static Map<String, @Nullable Object> fields(Change change) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("change", change.kind());
        fields.put("demand", change.demand().isEmpty() ? null : change.demand());
        fields.put("rules", change.rules());
        fields.put("classes", change.classes());
        fields.put("where", change.where());
        fields.put("boxes", change.boxes());
        fields.put("complete", change.complete());
        fields.put("settled", change.settled());
        fields.put("confirmed", change.confirmed());
        fields.put("calls", change.shown().stream().map(Calls::fields).toList());
        return fields;
    }
}
