package io.facegate.cli.policy;

import io.facegate.cli.CompileErrorPrinter;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.bdd.BddBudgetExceeded;
import io.facegate.policy.proof.change.DecisionChange;
import io.facegate.policy.proof.change.PolicyDiff;
import io.facegate.usecase.policy.PolicyInspection;
import io.facegate.usecase.registry.ActivatedPolicies;
import io.facegate.usecase.registry.Proposals;
import io.facegate.usecase.registry.RegistryAccess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy diff}: lists the calls that two policy folders decide differently. */
@Command(
        name = "diff",
        description = {
            "Show which calls the policies of folder B decide differently from those of folder A.",
            "These are exactly the calls that become permitted, become refused, or get more or fewer obligations,"
                    + " however the rules are written. They are counted and grouped by the rules that cause the"
                    + " change. Each group has an example call that both sets judged. --json lists the classes of"
                    + " each group.",
            "With --proposal, A is the policies before the proposal and B the proposed ones. Both are read from the"
                    + " registry and verified."
        },
        exitCodeList = {
            "0:done, whether or not anything changes",
            "1:the comparison and the engine disagree, or it would take too much memory",
            "2:bad usage, or there is no such folder",
            "3:the policies of a folder do not compile"
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy diff ./policies ./next",
            "  facegate policy diff --proposal p-7hq2v9wkx4cd"
        })
public final class PolicyDiffCommand extends FacegateCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "A", description = "The folder of the current policies.")
    private @Nullable Path before;

    @Parameters(index = "1", arity = "0..1", paramLabel = "B", description = "The folder of the new policies.")
    private @Nullable Path after;

    @Option(
            names = "--proposal",
            paramLabel = "ID",
            description = "A proposal of policies (policy propose), instead of two folders. It is compared with the"
                    + " policies that were activated before it. If none were, it is compared with --policies.")
    private @Nullable String proposal;

    @Override
    protected ExitCode run() {
        if (proposal != null ? before != null : before == null || after == null) {
            throw usageError("Name two folders, or a proposal: --proposal ID.");
        }
        return proposal == null
                ? compare(load(Objects.requireNonNull(before)), load(Objects.requireNonNull(after)))
                : compareProposed(proposal);
    }

    private ExitCode compareProposed(String id) {
        var registry = new RegistryAccess(settings.registry(), settings.ledger(), null);
        var proposed = new ActivatedPolicies(registry).read(new Proposals(registry).get(id));
        var was = proposed.before();
        return compare(
                was == null ? load(settings.policies()) : new Loaded(was, ExitCode.DONE),
                new Loaded(proposed.after(), ExitCode.DONE));
    }

    private ExitCode compare(Loaded was, Loaded is) {
        if (was.policySet == null || is.policySet == null) {
            return was.code.number() > is.code.number() ? was.code : is.code;
        }
        try {
            var diff = PolicyInspection.compare(was.policySet, is.policySet, Instant.now());
            print(diff);
            boolean sound = diff.changes().stream().allMatch(change -> change.isConfirmed() || !change.settled());
            return sound ? ExitCode.DONE : ExitCode.FAULT;
        } catch (BddBudgetExceeded exhausted) {
            return fail(
                    ExitCode.FAULT, "The policies cannot be compared: it would take " + exhausted.getMessage() + ".");
        }
    }

    /** A policy set, or the exit code if it did not load. */
    private record Loaded(@Nullable PolicySet policySet, ExitCode code) {}

    private Loaded load(Path folder) {
        try {
            return new Loaded(PolicyInspection.load(folder), ExitCode.DONE);
        } catch (PolicyErrors errors) {
            return new Loaded(null, CompileErrorPrinter.print(errors, folder, output()));
        }
    }

    private void print(PolicyDiff diff) {
        if (output().isJson()) {
            diff.changes().forEach(change -> output().printJson(DecisionDiffPrinter.fields(change)));
        } else {
            var changes = new DecisionDiffPrinter(output(), "A:", "B:");
            changes.print(diff.changes());
        }
        for (var rule : diff.unsure()) {
            output().printError(rule + " may decide calls with several values of one attribute differently.");
        }
        var summary = summary(diff);
        output().printSummary(summary);
    }

    private static String summary(PolicyDiff diff) {
        if (diff.isNothing()) {
            return "Nothing changes: every call is decided as before.";
        }
        if (diff.changes().isEmpty()) {
            return "Nothing changes for calls with one value of each attribute.";
        }
        return count(diff.changes(), "permitted") + " newly permitted, " + count(diff.changes(), "refused")
                + " newly refused, " + count(diff.changes(), "stronger") + " asked for more, "
                + count(diff.changes(), "weaker") + " asked for less.";
    }

    private static String count(List<DecisionChange> changes, String kind) {
        long count =
                changes.stream().filter(change -> change.kind().equals(kind)).count();
        return count + (count == 1 ? " group" : " groups");
    }
}
