package io.facegate.cli.policy;

import io.facegate.cli.CommandOutput;
import io.facegate.policy.testing.CoveragePoint;
import io.facegate.policy.testing.RuleCoverage;
import io.facegate.policy.testing.TestReport;
import io.facegate.policy.testing.TestResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints policy test results and rule coverage, in plain words or as JSON. */
final class TestResultPrinter {
    private static final int SHOWN = 10;

    private final CommandOutput output;

    TestResultPrinter(CommandOutput output) {
        this.output = output;
    }

    void results(TestReport report) {
        report.results().forEach(this::result);
    }

    private void result(TestResult result) {
        if (output.isJson()) {
            output.printJson(fields(result));
        } else if (!result.passed()) {
            var asked = result.testCase();
            output.print(asked.file() + ':' + asked.line() + ": " + asked.name());
            output.print("  expected " + result.expected());
            output.print("  actual   " + result.actual());
            if (!result.decision().matched().isEmpty()) {
                output.print("  matched  " + String.join(", ", result.decision().matched()));
            }
        }
    }

    /** @param whole true to print the complete coverage */
    void coverage(RuleCoverage coverage, boolean whole) {
        if (output.isJson()) {
            output.printJson(Map.of("coverage", fields(coverage)));
        } else if (coverage.total() > 0) {
            if (whole) {
                coverage.rules().forEach(rule -> rule(coverage, rule));
            } else {
                printUncovered(coverage);
            }
            output.print("Coverage: " + coverage.count() + " of " + coverage.total() + " points of "
                    + coverage.rules().size() + " rules (" + percent(coverage.percent()) + ").");
        }
    }

    private void rule(RuleCoverage coverage, String rule) {
        int all = coverage.points(rule).size();
        var missing = coverage.uncovered(rule);
        output.print(rule + ": " + (all - missing.size()) + " of " + all);
        missing.forEach(point -> output.print("  never exercised: " + point.description()));
    }

    private void printUncovered(RuleCoverage coverage) {
        var missing = coverage.uncovered();
        missing.stream().limit(SHOWN).forEach(point -> output.print("Never exercised: " + point));
        if (missing.size() > SHOWN) {
            output.print("and " + (missing.size() - SHOWN) + " more; --coverage lists all.");
        }
    }

    void summary(TestReport report) {
        int failed = report.failures().size();
        var line = (report.results().size() - failed) + " passed, " + failed + " failed.";
        output.printSummary(line);
    }

    static String percent(double percent) {
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(percent * 10) / 10);
    }

    private static Map<String, Object> fields(TestResult result) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", result.testCase().file());
        fields.put("line", result.testCase().line());
        fields.put("name", result.testCase().name());
        fields.put("passed", result.passed());
        fields.put("expected", result.expected());
        fields.put("actual", result.actual());
        fields.put("rule", result.rule());
        fields.put("matched", result.decision().matched());
        return fields;
    }

    private static Map<String, Object> fields(RuleCoverage coverage) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("rules", coverage.rules().size());
        fields.put("points", coverage.total());
        fields.put("exercised", coverage.count());
        fields.put("percent", Math.floor(coverage.percent() * 10) / 10);
        fields.put(
                "missing",
                coverage.uncovered().stream().map(TestResultPrinter::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(CoveragePoint point) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("rule", point.rule());
        fields.put("point", point.description());
        return fields;
    }
}
