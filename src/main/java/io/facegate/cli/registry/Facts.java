package io.facegate.cli.registry;

import io.facegate.registry.RegistryTrouble.Unacceptable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The facts that an operator verified, as options name them. */
final class Facts {
    @Option(
            names = "--fact",
            paramLabel = "NAME=WORD",
            description = {
                "A fact that was verified, such as place_type=workplace or instance_created=2019-05-01. Repeatable,"
                        + " also with the same name. docs/identity.md lists names and words."
            })
    private List<String> facts = new ArrayList<>();

    boolean isGiven() {
        return !facts.isEmpty();
    }

    /** The words of each name, once they are known to be words of policy. */
    Map<String, List<String>> read() {
        var read = new LinkedHashMap<String, List<String>>();
        for (var fact : facts) {
            int cut = fact.indexOf('=');
            if (cut < 0) {
                throw new Unacceptable("--fact takes NAME=WORD, such as place_type=workplace.");
            }
            var word = Vocabulary.fact(fact.substring(0, cut), fact.substring(cut + 1));
            var words = read.computeIfAbsent(fact.substring(0, cut), name -> new ArrayList<>());
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        return read;
    }
}
