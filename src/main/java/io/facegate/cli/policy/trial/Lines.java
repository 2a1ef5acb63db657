package io.facegate.cli.policy.trial;

import io.facegate.cli.Settings;
import io.facegate.cli.policy.Json;
import io.facegate.policy.coverage.Coverage;
import io.facegate.policy.coverage.Point;
import io.facegate.policy.trial.Report;
import io.facegate.policy.trial.Result;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The results of policy tests and what they exercise, in plain words or as JSON values. */
final class Lines {
    private static final int SHOWN = 10;

    private final Settings settings;

    Lines(Settings settings) {
        this.settings = settings;
    }

    void results(Report report) {
        report.results().forEach(this::result);
    }

    private void result(Result result) {
        if (settings.json()) {
            settings.print(Json.line(fields(result)));
        } else if (!result.passed()) {
            var asked = result.asked();
            settings.print(asked.file() + ':' + asked.line() + ": " + asked.name());
            settings.print("  expected " + result.expected());
            settings.print("  actual   " + result.actual());
            if (!result.decision().matched().isEmpty()) {
                settings.print(
                        "  matched  " + String.join(", ", result.decision().matched()));
            }
        }
    }

    /** @param whole whether to say what is exercised too */
    void coverage(Coverage coverage, boolean whole) {
        if (settings.json()) {
            settings.print(Json.line(Map.of("coverage", fields(coverage))));
        } else if (coverage.total() > 0) {
            if (whole) {
                coverage.rules().forEach(rule -> rule(coverage, rule));
            } else {
                missing(coverage);
            }
            settings.print("Coverage: " + coverage.count() + " of " + coverage.total() + " points of "
                    + coverage.rules().size() + " rules (" + percent(coverage.percent()) + ").");
        }
    }

    private void rule(Coverage coverage, String rule) {
        int all = coverage.points(rule).size();
        var missing = coverage.missing(rule);
        settings.print(rule + ": " + (all - missing.size()) + " of " + all);
        missing.forEach(point -> settings.print("  never exercised: " + point.what()));
    }

    private void missing(Coverage coverage) {
        var missing = coverage.missing();
        missing.stream().limit(SHOWN).forEach(point -> settings.print("Never exercised: " + point));
        if (missing.size() > SHOWN) {
            settings.print("and " + (missing.size() - SHOWN) + " more; --coverage lists all.");
        }
    }

    void summary(Report report) {
        int failed = report.failures().size();
        var line = (report.results().size() - failed) + " passed, " + failed + " failed.";
        if (settings.json()) {
            settings.complain(line);
        } else {
            settings.print(line);
        }
    }

    static String percent(double percent) {
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(percent * 10) / 10);
    }

    private static Map<String, Object> fields(Result result) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", result.asked().file());
        fields.put("line", result.asked().line());
        fields.put("name", result.asked().name());
        fields.put("passed", result.passed());
        fields.put("expected", result.expected());
        fields.put("actual", result.actual());
        fields.put("rule", result.rule());
        fields.put("matched", result.decision().matched());
        return fields;
    }

    private static Map<String, Object> fields(Coverage coverage) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("rules", coverage.rules().size());
        fields.put("points", coverage.total());
        fields.put("exercised", coverage.count());
        fields.put("percent", Math.floor(coverage.percent() * 10) / 10);
        fields.put("missing", coverage.missing().stream().map(Lines::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(Point point) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("rule", point.rule());
        fields.put("point", point.what());
        return fields;
    }
}
