package io.facegate.policy.catalogue;

import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.reading.YamlMapping;
import io.facegate.policy.reading.YamlReading;
import io.facegate.policy.vocabulary.PolicyKeys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Catalogue of the policy packs in a folder, with their dates as written and their number of test cases. */
public final class PackCatalogue {
    private static final String TEST = "_test.yaml";

    private final Map<String, byte[]> files;

    private PackCatalogue(Map<String, byte[]> files) {
        this.files = files;
    }

    /**
     * The packs of a folder, by name.
     *
     * @throws PolicyErrors if they do not compile
     */
    public static List<PackRow> read(Map<String, byte[]> files) {
        var catalogue = new PackCatalogue(files);
        return PolicyReader.read(files).packs().stream()
                .map(pack -> new PackRow(pack, catalogue.windows(pack), catalogue.cases(pack)))
                .toList();
    }

    private List<String> windows(PolicyPack pack) {
        var windows = new LinkedHashSet<String>();
        var root = root(pack.id() + ".yaml", "pack");
        for (var item : items(root, "rules")) {
            windows.add(
                    window(YamlMapping.read(new YamlReading(pack.id()), item, "a rule", PolicyKeys.keysOf("rule"))));
        }
        return new ArrayList<>(windows);
    }

    private static String window(YamlMapping rule) {
        var from = rule.text("from");
        var until = rule.text("until");
        var window = new StringBuilder(from == null && until == null ? "always" : span(from, until));
        for (var item : items(rule, "amendments")) {
            var amendment = YamlMapping.read(rule.reading(), item, "an amendment", PolicyKeys.keysOf("amendment"));
            window.append("; known ").append(amendment.text("known")).append(":");
            for (var key : List.of("from", "until", "status")) {
                var value = amendment.text(key);
                window.append(value == null ? "" : ' ' + key + ' ' + value);
            }
        }
        return window.toString();
    }

    private static String span(@Nullable String from, @Nullable String until) {
        return (from == null ? "" : from + ' ') + '–' + (until == null ? " open" : ' ' + until);
    }

    /** Number of test cases in files that name the pack or are named after it. */
    private int cases(PolicyPack pack) {
        return files.keySet().stream()
                .filter(name -> name.endsWith(TEST))
                .mapToInt(name -> {
                    var suite = root(name, "suite");
                    boolean named = items(suite, "packs").stream()
                            .anyMatch(item -> pack.id().equals(suite.reading().text(item, "packs")));
                    return named || name.equals(pack.id() + TEST)
                            ? items(suite, "cases").size()
                            : 0;
                })
                .sum();
    }

    private YamlMapping root(String name, String mapping) {
        var reading = new YamlReading(name);
        var root = reading.root(Objects.requireNonNull(files.get(name), name));
        if (root == null) {
            throw new PolicyErrors(reading.mistakes());
        }
        return YamlMapping.read(reading, root, mapping, PolicyKeys.keysOf(mapping));
    }

    private static List<Node> items(YamlMapping fields, String key) {
        var at = fields.node(key);
        return at == null ? List.of() : fields.reading().items(at, key);
    }
}
