package io.facegate.cli.policy;

import io.facegate.call.Fault;
import io.facegate.cli.AuditedRead;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LedgerLocator;
import io.facegate.ledger.replay.RecordedDecision;
import io.facegate.ledger.replay.ReplayObstacle;
import io.facegate.ledger.replay.WhatIfReplay.DecisionCount;
import io.facegate.ledger.replay.WhatIfReplay.VerdictChange;
import io.facegate.usecase.policy.DecisionReplay;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code policy replay}: applies other policies to recorded decisions, or checks that their own decide the same. */
@Command(
        name = "replay",
        sortOptions = false,
        description = {
            "Judge recorded decisions again.",
            "With --policies: judge them by those policies, and show which decisions would be reversed, in groups,"
                    + " the largest first, each with the id of its first record.",
            "Without it: judge each by the policies that its record names, as the data folder keeps them. The record"
                    + " must come out the same to the byte.",
            "Nothing is called. The view and who looked are recorded before anything is shown. It works whether or"
                    + " not a gateway runs on the folder."
        },
        exitCodeList = {
            "0:done; without --policies: every replayable decision came out the same",
            "1:the ledger cannot be read, or the view cannot be recorded",
            "2:bad usage, or there is no ledger in the folder",
            "3:the policies do not compile",
            "4:a decision came out differently from its record",
            "5:a record does not verify; it was left out"
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy replay                               # are the records still reproduced?",
            "  facegate policy replay --policies ./next             # what would ./next have decided?",
            "  facegate policy replay --policies ./next --from 2026-11-01 --json"
        })
public final class PolicyReplayCommand extends FacegateCommand {
    private static final int SHOWN = 20;

    @Option(
            names = "--same",
            description = "By the policies that each record names. This is what happens without --policies.")
    private boolean same;

    @Option(
            names = "--from",
            paramLabel = "T",
            description = "Only decisions of this moment and later; a day is UTC's.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "T", description = "Only decisions before this moment; a day is UTC's.")
    private @Nullable String until;

    @Mixin
    private AuditedRead looking = new AuditedRead();

    private int shown;
    private boolean tampered;

    @Override
    protected ExitCode run() throws SQLException {
        boolean named = spec.commandLine().getParseResult().hasMatchedOption("--policies");
        if (same && named) {
            throw usageError("Say either --same or --policies DIR.");
        }
        if (!settings.ledger().mayExist()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no ledger in " + settings.data() + ". Name the data folder with --data DIR.");
        }
        var replay = new DecisionReplay(
                settings.ledger(), looking.reader(), moment("--from", from), moment("--until", until));
        try {
            return exitCode(named ? rejudge(replay) : reproduce(replay));
        } catch (Fault.LedgerDown unable) {
            return fail(ExitCode.FAULT, String.valueOf(unable.getMessage()));
        }
    }

    /** The exit code; a record that fails verification outweighs any other result. */
    private ExitCode exitCode(ExitCode otherwise) {
        return tampered ? ExitCode.LEDGER_DOES_NOT_VERIFY : otherwise;
    }

    private @Nullable Instant moment(String option, @Nullable String text) {
        return text == null ? null : new MomentReader(spec, "UTC").parse(option, text);
    }

    private ExitCode reproduce(DecisionReplay replay) throws SQLException {
        var told = replay.reproduce(settings.data(), this::printDifference);
        if (output().isJson()) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("reproduced", told.reproducedCount());
            fields.put("differ", told.differingCount());
            fields.put("not_replayable", fields(told.notReplayed()));
            output().printJson(fields);
        } else {
            if (told.differingCount() > SHOWN) {
                output().print("  and " + (told.differingCount() - SHOWN) + " more (--json lists all)");
            }
            output().print(told.reproducedCount() + " decisions came out the same as recorded, " + told.differingCount()
                    + " otherwise.");
            printNotReplayed(told.notReplayed());
        }
        return told.differingCount() == 0 ? ExitCode.DONE : ExitCode.POLICY_TEST_FAILED;
    }

    private void printDifference(RecordedDecision recorded) {
        if (output().isJson()) {
            output().printJson(Map.of("differs", recorded.frame().id()));
        } else if (shown++ < SHOWN) {
            print("Otherwise: " + recorded.frame().id() + "  by policies " + recorded.policies());
        }
    }

    private ExitCode rejudge(DecisionReplay replay) throws SQLException {
        var told = replay.decideBy(settings.policies());
        if (output().isJson()) {
            told.flips().forEach(flip -> output().printJson(fields(flip.getKey(), flip.getValue())));
            var fields = new LinkedHashMap<String, Object>();
            fields.put("flip", told.flipCount());
            fields.put("further_groups", told.furtherFlips());
            fields.put("same", told.sameRuleCount());
            fields.put("same_by_another_rule", told.otherRuleCount());
            fields.put("not_replayable", fields(told.notReplayed()));
            output().printJson(fields);
        } else {
            told.flips().stream().limit(SHOWN).forEach(flip -> group(flip.getKey(), flip.getValue()));
            if (told.flips().size() > SHOWN) {
                output().print("and " + (told.flips().size() - SHOWN) + " more groups (--json lists all)");
            }
            output().print(told.flipCount() + " decisions would be reversed; " + told.sameRuleCount() + " the same, "
                    + told.otherRuleCount() + " the same by another rule.");
            printNotReplayed(told.notReplayed());
        }
        return ExitCode.DONE;
    }

    private void group(VerdictChange flip, DecisionCount seen) {
        print(seen.count() + " x " + word(flip.permitted()) + " -> " + word(!flip.permitted()) + ": "
                + flip.organisation() + ", " + flip.capabilities() + ", "
                + (flip.purpose() == null ? "no purpose" : flip.purpose()));
        print("    was by " + flip.ruleBefore() + ", would be by " + flip.ruleAfter());
        print("    first  " + seen.first());
    }

    private void print(String line) {
        output().print(LedgerLocator.sanitize(line));
    }

    private void printNotReplayed(Map<ReplayObstacle, Long> unfit) {
        tampered |= unfit.containsKey(ReplayObstacle.TAMPERED);
        unfit.forEach((why, count) -> output().print(count + " not replayable: " + why.reason() + '.'));
    }

    private static String word(boolean permitted) {
        return permitted ? "permit" : "refuse";
    }

    private static Map<String, @Nullable Object> fields(VerdictChange flip, DecisionCount seen) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("was", word(flip.permitted()));
        fields.put("would", word(!flip.permitted()));
        fields.put("was_rule", flip.ruleBefore());
        fields.put("would_rule", flip.ruleAfter());
        fields.put("organisation_type", flip.organisation());
        fields.put("capabilities", flip.capabilities());
        fields.put("purpose", flip.purpose());
        fields.put("count", seen.count());
        fields.put("first", seen.first());
        return fields;
    }

    private Map<String, Long> fields(Map<ReplayObstacle, Long> unfit) {
        tampered |= unfit.containsKey(ReplayObstacle.TAMPERED);
        var fields = new LinkedHashMap<String, Long>();
        unfit.forEach((why, count) -> fields.put(why.name().toLowerCase(Locale.ROOT), count));
        return fields;
    }
}
