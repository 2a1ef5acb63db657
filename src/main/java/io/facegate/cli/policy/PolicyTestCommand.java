package io.facegate.cli.policy;

import io.facegate.cli.CompileErrorPrinter;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.testing.TestReport;
import io.facegate.usecase.policy.PolicyInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy test}: runs the tests of the policies. */
@Command(
        name = "test",
        description = {
            "Run the tests of the policy folder. Name each test that fails, and everything that no test exercises.",
            "Every *_test.yaml goes through the engine that judges real calls. A case that is not decided as"
                    + " expected is named, with the rule that decided instead.",
            "Coverage counts: that a rule applies, that each of its exceptions applies, each branch of an any, and"
                    + " both sides of each moment at which it begins or ends."
        },
        exitCodeList = {
            "0:every case is decided as expected",
            "2:bad usage, no such folder, or no test in it",
            "3:the policies or their tests do not compile",
            "4:a case is decided differently, or coverage is below --min-coverage"
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy test                     # the whole folder",
            "  facegate policy test portland            # cases with 'portland' in them",
            "  facegate policy test --min-coverage 95 --junit target/policies.xml",
            "  facegate policy test --watch portland    # again while you write"
        })
public final class PolicyTestCommand extends FacegateCommand {
    private static final Duration POLL = Duration.ofMillis(300);

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description =
                    "Only cases with this text in their file, name, pack or expected rule. Coverage is then of those"
                            + " packs only.")
    private List<String> names = List.of();

    @Option(names = "--coverage", description = "Show the coverage of every rule, not only what is missing.")
    private boolean coverage;

    @Option(names = "--min-coverage", paramLabel = "N", description = "Fail if coverage is less than N percent.")
    private @Nullable Double least;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML.")
    private @Nullable Path junit;

    @Option(
            names = "--watch",
            description = "Run again whenever a file of the folder changes; Ctrl-C or the end of input stops it.")
    private boolean watch;

    @Override
    protected ExitCode run() {
        if (least != null && (least.isNaN() || least < 0 || least > 100)) {
            throw usageError("--min-coverage: expected a number from 0 to 100");
        }
        return watch ? new TestWatch(settings.policies(), System.in, POLL).run(this::runAgain) : runOnce();
    }

    @SuppressWarnings("SystemConsoleNull") // returns null again without a terminal since JDK 25
    private ExitCode runAgain() {
        var console = System.console();
        if (console != null && console.isTerminal() && !output().isJson()) {
            output().print("\u001b[H\u001b[2J");
        }
        var code = runOnce();
        output().printError("Watching " + settings.policies() + "; Ctrl-C or the end of input stops.");
        return code;
    }

    private ExitCode runOnce() {
        try {
            var report = PolicyInspection.test(settings.policies(), names);
            if (report.results().isEmpty()) {
                return fail(
                        ExitCode.USAGE,
                        names.isEmpty()
                                ? settings.policies() + " holds no test; put a <pack>_test.yaml beside a pack."
                                : "No case has " + String.join(" or ", names) + " in its file, text, pack or rule.");
            }
            write(report);
            var lines = new TestResultPrinter(output());
            lines.results(report);
            lines.coverage(report.coverage(), coverage);
            lines.summary(report);
            return isCovered(report) && report.failures().isEmpty() ? ExitCode.DONE : ExitCode.POLICY_TEST_FAILED;
        } catch (PolicyErrors errors) {
            return CompileErrorPrinter.print(errors, settings.policies(), output());
        }
    }

    private boolean isCovered(TestReport report) {
        if (least != null && report.coverage().total() == 0) {
            throw usageError("--min-coverage: no pack is called like " + String.join(" or ", names));
        }
        if (least == null || report.coverage().percent() >= least) {
            return true;
        }
        output().printError("The tests exercise "
                + TestResultPrinter.percent(report.coverage().percent())
                + " of what the rules say; --min-coverage asks for " + TestResultPrinter.percent(least) + '.');
        return false;
    }

    private void write(TestReport report) {
        if (junit == null) {
            return;
        }
        try {
            Files.write(junit, JunitReport.toBytes(report));
        } catch (IOException error) {
            throw usageError("--junit: cannot write " + junit + ": " + error, error);
        }
    }
}
