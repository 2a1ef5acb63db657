package io.facegate.cli.policy;

import io.facegate.cli.CommonOptions;
import io.facegate.policy.testing.CoveragePoint;
import io.facegate.policy.testing.RuleCoverage;
import io.facegate.policy.testing.TestReport;
import io.facegate.policy.testing.TestResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints policy test results and rule coverage, in plain words or as JSON. */
final class TestResultLines {
    private static final int SHOWN = 10;

    private final CommonOptions settings;

    TestResultLines(CommonOptions settings) {
        this.settings = settings;
    }

    void results(TestReport report) {
        report.results().forEach(this::result);
    }

    private void result(TestResult result) {
        if (settings.json()) {
            settings.print(JsonLine.line(fields(result)));
        } else if (!result.passed()) {
            var asked = result.testCase();
            settings.print(asked.file() + ':' + asked.line() + ": " + asked.name());
            settings.print("  expected " + result.expected());
            settings.print("  actual   " + result.actual());
            if (!result.decision().matched().isEmpty()) {
                settings.print(
                        "  matched  " + String.join(", ", result.decision().matched()));
            }
        }
    }

    /** @param whole true to print the complete coverage */
    void coverage(RuleCoverage coverage, boolean whole) {
        if (settings.json()) {
            settings.print(JsonLine.line(Map.of("coverage", fields(coverage))));
        } else if (coverage.total() > 0) {
            if (whole) {
                coverage.rules().forEach(rule -> rule(coverage, rule));
            } else {
                printUncovered(coverage);
            }
            settings.print("Coverage: " + coverage.count() + " of " + coverage.total() + " points of "
                    + coverage.rules().size() + " rules (" + percent(coverage.percent()) + ").");
        }
    }

    private void rule(RuleCoverage coverage, String rule) {
        int all = coverage.points(rule).size();
        var missing = coverage.uncovered(rule);
        settings.print(rule + ": " + (all - missing.size()) + " of " + all);
        missing.forEach(point -> settings.print("  never exercised: " + point.description()));
    }

    private void printUncovered(RuleCoverage coverage) {
        var missing = coverage.uncovered();
        missing.stream().limit(SHOWN).forEach(point -> settings.print("Never exercised: " + point));
        if (missing.size() > SHOWN) {
            settings.print("and " + (missing.size() - SHOWN) + " more; --coverage lists all.");
        }
    }

    void summary(TestReport report) {
        int failed = report.failures().size();
        var line = (report.results().size() - failed) + " passed, " + failed + " failed.";
        if (settings.json()) {
            settings.printError(line);
        } else {
            settings.print(line);
        }
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
                coverage.uncovered().stream().map(TestResultLines::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(CoveragePoint point) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("rule", point.rule());
        fields.put("point", point.description());
        return fields;
    }
}
