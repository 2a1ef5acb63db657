package io.facegate.cli.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The {@code --fact} options: facts that an operator verified. */
final class FactArguments {
    @Option(
            names = "--fact",
            paramLabel = "NAME=WORD",
            description = {
                "A verified fact, such as place_type=workplace or instance_created=2019-05-01. Repeatable, also with"
                        + " the same name. docs/identity.md lists the names, docs/policy.md the words."
            })
    private List<String> facts = new ArrayList<>();

    boolean isGiven() {
        return !facts.isEmpty();
    }

    /** The words by fact name, sorted and distinct. */
    Map<String, List<String>> read() {
        return facts.stream()
                .map(FactArguments::split)
                .sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                .distinct()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        TreeMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableList())));
    }

    private static Map.Entry<String, String> split(String fact) {
        int cut = fact.indexOf('=');
        if (cut < 0) {
            throw new Unacceptable("--fact takes NAME=WORD, such as place_type=workplace.");
        }
        return Map.entry(fact.substring(0, cut), fact.substring(cut + 1));
    }
}
