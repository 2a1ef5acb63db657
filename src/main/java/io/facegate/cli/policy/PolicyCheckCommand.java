package io.facegate.cli.policy;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.PolicyPack;
import io.facegate.usecase.policy.PolicyFileEdits;
import io.facegate.usecase.policy.PolicyInspection;
import java.io.IOException;
import java.time.Instant;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code policy check}: compiles the policies, prints lint warnings, and formats the files on request. */
@Command(
        name = "check",
        description = {
            "Compile every policy. Print a summary, or each mistake.",
            "Mistakes are printed as file:line:column.",
            "Mistakes are unknown keys and words, for which the nearest known word is named; numbers and"
                    + " conditions that no call can meet; invisible characters; days in the future; and tests with the"
                    + " same name.",
            "Warnings go to standard error and do not fail: citations that were not checked for a long time;"
                    + " rules that are disputed, never enacted, or in mode warn or shadow; overrides that have ended."
        },
        exitCodeList = {
            "0:the policies compile; with --format, every file is formatted",
            "2:bad usage, or there is no such folder",
            "3:the policies or, with --format, their tests do not compile",
            "4:with --dry-run a file would change; with --format a file cannot be formatted"
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy check --policies ./policies",
            "  facegate policy check --max-age P6M",
            "  facegate policy check --format             # format the files",
            "  facegate policy check --format --dry-run   # only name those that would change"
        })
public final class PolicyCheckCommand extends FacegateCommand {
    @Option(
            names = "--max-age",
            paramLabel = "PERIOD",
            defaultValue = "P12M",
            description = "Warn of citations that were last checked longer ago, such as P6M. Default: P12M.")
    private Period maxAge = Period.ofMonths(12);

    @Option(
            names = "--format",
            description = {
                "Format policies and tests: keys in the order of the language, lines of at most 120 letters.",
                "Comments and blank lines are kept; a file whose meaning would change is left as it is."
            })
    private boolean format;

    @Option(
            names = "--at",
            paramLabel = "T",
            description = "Judge days as of this time: 2026-11-27T00:00:00Z, or a day. Default: now, by this machine's"
                    + " clock.")
    private @Nullable String at;

    @Option(names = "--dry-run", description = "With --format: only name the files that would change.")
    private boolean dryRun;

    @Override
    protected ExitCode run() {
        if (dryRun && !format) {
            throw new ParameterException(spec.commandLine(), "--dry-run needs --format; use both");
        }
        if (maxAge.isNegative()) {
            throw usageError("--max-age: expected a length of time such as P12M");
        }
        if (format) {
            return format();
        }
        var now = at == null ? Instant.now() : new MomentReader(spec, "UTC").parse("--at", at);
        var checked = PolicyInspection.check(settings.policies(), now, maxAge);
        print(checked, now);
        checked.warnings().forEach(warning -> output().printError(warning.toString()));
        return ExitCode.DONE;
    }

    private ExitCode format() {
        try {
            var formatting = PolicyFileEdits.format(settings.policies(), dryRun);
            print(formatting);
            boolean done = formatting.refused().isEmpty()
                    && (!dryRun || formatting.changed().isEmpty());
            return done ? ExitCode.DONE : ExitCode.POLICY_TEST_FAILED;
        } catch (IOException unwritable) {
            throw usageError("--format: " + unwritable.getMessage(), unwritable);
        }
    }

    private void print(PolicyFileEdits.Formatting formatting) {
        var changed = formatting.changed();
        if (output().isJson()) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put(dryRun ? "would_change" : "changed", changed);
            fields.put("refused", formatting.refused());
            output().printJson(fields);
        } else {
            changed.forEach(name -> output().print((dryRun ? "would change " : "formatted ") + name));
            output().print(changed.size() + (dryRun ? " would change, " : " formatted, ") + formatting.inOrder()
                    + " as they should be.");
        }
        formatting
                .refused()
                .forEach(mistake -> output().printError(
                                settings.policies().resolve(mistake.toString()).toString()));
    }

    private void print(PolicyInspection.Checked checked, Instant now) {
        var packs = checked.policySet().packs();
        if (output().isJson()) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("digest", checked.digest());
            fields.put("as_of", now.toString());
            fields.put("packs", packs.stream().map(this::fields).toList());
            fields.put("warnings", checked.warnings());
            output().printJson(fields);
            return;
        }
        for (var pack : packs) {
            output().print(pack.id() + ": " + pack.title());
            output().print("  binds " + pack.binds());
            output().print("  " + count(pack, Effect.PERMIT) + " permits, " + count(pack, Effect.REFUSE) + " refusals, "
                    + count(pack, Effect.OBLIGE) + " obligations");
        }
        output().print("Days are judged as of " + now + ".");
        output().print("The policies compile. SHA-256 " + checked.digest());
    }

    private static long count(PolicyPack pack, Effect effect) {
        return pack.rules().stream().filter(rule -> rule.effect() == effect).count();
    }

    private Map<String, Object> fields(PolicyPack pack) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("pack", pack.id());
        fields.put("title", pack.title());
        fields.put("binds", pack.binds());
        fields.put("permits", count(pack, Effect.PERMIT));
        fields.put("refusals", count(pack, Effect.REFUSE));
        fields.put("obliges", count(pack, Effect.OBLIGE));
        return fields;
    }
}
