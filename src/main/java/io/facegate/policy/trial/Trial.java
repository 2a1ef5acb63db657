package io.facegate.policy.trial;

import io.facegate.policy.Mistake;
import io.facegate.policy.Policies;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.coverage.Coverage;
import io.facegate.policy.language.Book;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Match;
import io.facegate.policy.language.Pack;
import io.facegate.policy.language.Rule;
import io.facegate.policy.reading.Checks;
import io.facegate.policy.reading.Folder;
import io.facegate.policy.reading.Library;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the {@code *_test.yaml} of a policy folder. */
public final class Trial {
    private static final Pack BASE = new Pack(
            CaseWords.EVERYTHING,
            "Permits everything",
            "Everybody, in tests only.",
            List.of(Rule.of(CaseWords.EVERYTHING + "/everything", Effect.PERMIT, Match.EVERYTHING)));

    private final Book book;
    private final List<String> names;
    private final Coverage coverage;

    /** @param names parts of what is to be run; none for all */
    private Trial(Book book, List<String> names) {
        this.book = book;
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        this.coverage = new Coverage(
                book.rules().stream().filter(rule -> named(rule.pack())).toList());
    }

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
        return report(files, List.of()).results();
    }

    /**
     * Runs the cases that a name is a part of (of their file, their text, their packs or the rule that they expect), and
     * says what they exercise of the packs that a name is a part of.
     *
     * @param names none for everything
     * @throws PolicyErrors where policies or tests do not compile
     */
    public static Report report(Map<String, byte[]> files, List<String> names) {
        var book = Library.of(files);
        var suites = suites(files, book, Checks.KEPT);
        var trial = new Trial(book, names);
        return new Report(
                suites.stream().flatMap(suite -> trial.run(suite).stream()).toList(), trial.coverage);
    }

    /**
     * Reads every test and runs none.
     *
     * @throws PolicyErrors where they do not compile
     */
    public static void check(Map<String, byte[]> files, Book book) {
        check(files, book, Checks.KEPT);
    }

    /**
     * The same, as strictly as that.
     *
     * @throws PolicyErrors where they do not compile
     */
    public static void check(Map<String, byte[]> files, Book book, Checks checks) {
        suites(files, book, checks);
    }

    private static List<Suite> suites(Map<String, byte[]> files, Book book, Checks checks) {
        var suites = new ArrayList<Suite>();
        var mistakes = new ArrayList<Mistake>();
        files.forEach((name, bytes) -> {
            if (name.endsWith("_test.yaml")) {
                var suite = SuiteReader.read(name, bytes, book, checks, mistakes);
                if (suite != null) {
                    suites.add(suite);
                }
            }
        });
        if (!mistakes.isEmpty()) {
            throw new PolicyErrors(mistakes);
        }
        return suites;
    }

    private List<Result> run(Suite suite) {
        var judged = suite.packs().isEmpty() ? book : book.only(suite.packs());
        var policies = Policies.of(suite.overEverything() ? judged.with(BASE) : judged);
        var rules = judged.rules();
        var results = new ArrayList<Result>();
        for (var asked : suite.cases()) {
            if (!asks(suite, asked)) {
                continue;
            }
            var question = asked.question();
            long start = System.nanoTime();
            var decision = question.ask(policies);
            var took = Duration.ofNanos(System.nanoTime() - start);
            results.add(new Result(asked, decision, asked.expected().met(decision, suite.packs()), took));
            if (isJudged(Result.rule(decision))) {
                coverage.see(rules, question.asking(), question.call(), question.now(), question.known());
            }
        }
        return results;
    }

    /** False for a call that was refused before any rule was asked. */
    private static boolean isJudged(String rule) {
        return !rule.startsWith("facegate/") || rule.equals("facegate/no_rule_permits");
    }

    private boolean asks(Suite suite, Case asked) {
        var rule = asked.expected().rule();
        return named(asked.file())
                || named(asked.name())
                || (rule != null && named(rule))
                || suite.packs().stream().anyMatch(this::named);
    }

    private boolean named(String text) {
        return names.isEmpty() || names.stream().anyMatch(text.toLowerCase(Locale.ROOT)::contains);
    }
}
