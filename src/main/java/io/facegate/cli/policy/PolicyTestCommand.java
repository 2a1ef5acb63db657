package io.facegate.cli.policy;

import io.facegate.cli.ExitCode;
import io.facegate.cli.Settings;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.trial.Result;
import io.facegate.policy.trial.Trial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code policy test}: do the policies decide as their tests say? */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Run the tests of the policy folder and name each that fails.",
            "Every *_test.yaml goes through the engine that judges real calls; a case that is not decided as expected",
            "is named with the rule that decided instead."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every case is decided as expected",
            "2:bad usage, no such folder, or no test in it",
            "3:the policies or their tests do not compile",
            "4:a case is decided otherwise"
        },
        footer = {"", "Example:", "  facegate policy test --policies ./policies"})
public final class PolicyTestCommand implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Override
    public Integer call() {
        try {
            var results = Trial.run(settings.policies());
            if (results.isEmpty()) {
                settings.complain(settings.policies() + " holds no test; put a <pack>_test.yaml beside a pack.");
                return ExitCode.USAGE.number();
            }
            results.forEach(this::print);
            long failed = results.stream().filter(result -> !result.passed()).count();
            summary(results.size() - failed, failed);
            return failed == 0 ? ExitCode.DONE.number() : ExitCode.POLICY_TEST_FAILED.number();
        } catch (PolicyErrors errors) {
            return Complaints.of(errors, settings);
        }
    }

    private void print(Result result) {
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

    private void summary(long passed, long failed) {
        var line = passed + " passed, " + failed + " failed.";
        if (settings.json()) {
            settings.complain(line);
        } else {
            settings.print(line);
        }
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
}
