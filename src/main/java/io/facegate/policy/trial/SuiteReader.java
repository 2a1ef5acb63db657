package io.facegate.policy.trial;

import io.facegate.policy.Mistake;
import io.facegate.policy.language.Book;
import io.facegate.policy.language.Pack;
import io.facegate.policy.reading.Checks;
import io.facegate.policy.reading.Fields;
import io.facegate.policy.reading.Reading;
import io.facegate.policy.vocabulary.Keys;
import io.facegate.policy.vocabulary.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one test file. */
final class SuiteReader {
    private SuiteReader() {}

    /** The suite, or null after adding its mistakes. */
    static @Nullable Suite read(String file, byte[] bytes, Book book, Checks checks, List<Mistake> mistakes) {
        var reading = new Reading(file, checks);
        var root = reading.root(bytes);
        var suite = root == null ? null : suite(reading, root, file, book);
        mistakes.addAll(reading.mistakes());
        return suite;
    }

    private static Suite suite(Reading reading, Node root, String file, Book book) {
        var fields = Fields.of(reading, root, "a test file", Keys.of("suite"));
        var given = fields.at("given");
        var shared = given == null ? null : CaseReader.given(reading, given);
        var cases = new ArrayList<Case>();
        var names = new HashSet<String>();
        var list = fields.required("cases");
        if (list != null) {
            for (var item : reading.items(list, "cases")) {
                var asked = new CaseReader(reading, item, shared).read(file);
                if (asked != null && reading.checks().strict() && !names.add(asked.name())) {
                    reading.wrong(item, "the test name '" + Words.shown(asked.name()) + "' is used twice");
                }
                if (asked != null) {
                    cases.add(asked);
                }
            }
        }
        return new Suite(packs(fields, book), over(fields), cases);
    }

    private static List<String> packs(Fields fields, Book book) {
        var known = book.packs().stream().map(Pack::id).toList();
        return List.copyOf(fields.among("packs", "pack", known));
    }

    private static boolean over(Fields fields) {
        fields.word("over", word -> word, List.of(CaseWords.EVERYTHING), CaseWords.EVERYTHING);
        return fields.at("over") != null;
    }
}
