package io.facegate.policy.testing;

import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.ReadingOptions;
import io.facegate.policy.reading.YamlMapping;
import io.facegate.policy.reading.YamlReading;
import io.facegate.policy.vocabulary.PolicyKeys;
import io.facegate.policy.vocabulary.WordList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one policy test file. */
final class TestSuiteReader {
    private TestSuiteReader() {}

    /** The suite, or null after adding its mistakes. */
    static @Nullable TestSuite read(
            String file, byte[] bytes, PolicySet policySet, ReadingOptions checks, List<PolicyMistake> mistakes) {
        var reading = new YamlReading(file, checks);
        var root = reading.root(bytes);
        var suite = root == null ? null : suite(reading, root, file, policySet);
        mistakes.addAll(reading.mistakes());
        return suite;
    }

    private static TestSuite suite(YamlReading reading, Node root, String file, PolicySet policySet) {
        var fields = YamlMapping.read(reading, root, "a test file", PolicyKeys.keysOf("suite"));
        var given = fields.node("given");
        var shared = given == null ? null : TestCaseReader.given(reading, given);
        var cases = new ArrayList<TestCase>();
        var names = new HashSet<String>();
        var list = fields.required("cases");
        if (list != null) {
            for (var item : reading.items(list, "cases")) {
                var asked = new TestCaseReader(reading, item, shared).read(file);
                if (asked != null && reading.checks().strict() && !names.add(asked.name())) {
                    reading.addMistake(item, "the test name '" + WordList.forDisplay(asked.name()) + "' is used twice");
                }
                if (asked != null) {
                    cases.add(asked);
                }
            }
        }
        return new TestSuite(packs(fields, policySet), overridesEverything(fields), cases);
    }

    private static List<String> packs(YamlMapping fields, PolicySet policySet) {
        var known = policySet.packs().stream().map(PolicyPack::id).toList();
        return List.copyOf(fields.wordsAmong("packs", "pack", known));
    }

    private static boolean overridesEverything(YamlMapping fields) {
        fields.word("over", word -> word, List.of(TestCaseWords.EVERYTHING), TestCaseWords.EVERYTHING);
        return fields.node("over") != null;
    }
}
