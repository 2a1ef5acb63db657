package io.facegate.cli.policy;

import io.facegate.usecase.policy.SupposedFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Parses {@code --fact name=value}: attested facts of a call. */
final class FactOptions {
    private final CommandSpec spec;
    private final Instant now;

    FactOptions(CommandSpec spec, Instant now) {
        this.spec = spec;
        this.now = now;
    }

    Map<String, List<String>> read(List<String> given) {
        var facts = new HashMap<String, List<String>>();
        for (var text : given) {
            int cut = text.indexOf('=');
            if (cut < 0) {
                throw usageError("'" + text + "' names no value; expected one such as place_type=workplace");
            }
            var fact = fact(text.substring(0, cut), text.substring(cut + 1));
            facts.computeIfAbsent(fact.getKey(), one -> new ArrayList<>()).add(fact.getValue());
        }
        return facts;
    }

    private Map.Entry<String, String> fact(String name, String value) {
        try {
            return SupposedFacts.read(name, value, now);
        } catch (IllegalArgumentException wrong) {
            throw usageError(String.valueOf(wrong.getMessage()));
        }
    }

    private ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), "--fact: " + message);
    }
}
