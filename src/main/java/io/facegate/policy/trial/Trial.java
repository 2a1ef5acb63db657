package io.facegate.policy.trial;

import io.facegate.policy.Mistake;
import io.facegate.policy.Policies;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.language.Book;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Match;
import io.facegate.policy.language.Pack;
import io.facegate.policy.language.Rule;
import io.facegate.policy.reading.Folder;
import io.facegate.policy.reading.Library;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the {@code *_test.yaml} of a policy folder. */
public final class Trial {
    /** The pack that permits everything, which no folder can hold. */
    static final String EVERYTHING = "permit_everything";

    private static final Pack BASE = new Pack(
            EVERYTHING,
            "Permits everything",
            "Everybody, in tests only.",
            List.of(Rule.of(EVERYTHING + "/everything", Effect.PERMIT, Match.EVERYTHING)));

    private Trial() {}

    /**
     * Runs every case of a folder.
     *
     * @throws PolicyErrors where policies or tests do not compile
     */
    public static List<Result> run(Path dir) {
        return run(Folder.read(dir));
    }

    /** Runs every case among files by name. */
    public static List<Result> run(Map<String, byte[]> files) {
        var book = Library.of(files);
        var suites = new ArrayList<Suite>();
        var mistakes = new ArrayList<Mistake>();
        files.forEach((name, bytes) -> {
            if (name.endsWith("_test.yaml")) {
                var suite = SuiteReader.read(name, bytes, book, mistakes);
                if (suite != null) {
                    suites.add(suite);
                }
            }
        });
        if (!mistakes.isEmpty()) {
            throw new PolicyErrors(mistakes);
        }
        return suites.stream().flatMap(suite -> run(suite, book).stream()).toList();
    }

    private static List<Result> run(Suite suite, Book book) {
        var judged = suite.packs().isEmpty() ? book : book.only(suite.packs());
        var policies = Policies.of(suite.overEverything() ? judged.with(BASE) : judged);
        return suite.cases().stream()
                .map(asked -> {
                    var decision = asked.question().ask(policies);
                    return new Result(asked, decision, asked.expected().met(decision, suite.packs()));
                })
                .toList();
    }
}
