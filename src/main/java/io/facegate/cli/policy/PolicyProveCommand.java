package io.facegate.cli.policy;

import io.facegate.cli.ExitCode;
import io.facegate.cli.Settings;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.proof.Analysis;
import io.facegate.policy.proof.Finding;
import io.facegate.policy.proof.Outcome;
import io.facegate.policy.proof.Proof;
import io.facegate.policy.proof.Silence;
import io.facegate.policy.proof.model.Heard;
import io.facegate.policy.proof.model.Limits;
import io.facegate.policy.reading.Library;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code policy prove}: do the policies keep their invariants, whatever is asked? */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Prove each invariant of invariants.yaml, or show a call that breaks it.",
            "Every call is covered, not a sample. A call that is shown was decided so by the engine that judges real calls.",
            "Names the rules that never matter too, and what no rule permits to whom. docs/proof.md says what is exact."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every invariant is proved",
            "1:the proof and the engine do not agree: a fault of Facegate",
            "2:bad usage, or there is no such folder",
            "3:the policies or invariants.yaml do not compile",
            "4:an invariant is refuted, or was not proved"
        },
        footer = {"", "Example:", "  facegate policy prove --policies ./policies"})
public final class PolicyProveCommand implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Override
    public Integer call() {
        try {
            var analysis = Analysis.of(Library.load(settings.policies()), Limits.usual(Instant.now()));
            analysis.proofs().forEach(this::print);
            print(analysis.findings(), analysis.silences());
            if (analysis.unfinished() != null) {
                settings.complain("The rules were not compared with one another: " + analysis.unfinished());
            }
            summary(analysis);
            return code(analysis.proofs()).number();
        } catch (PolicyErrors errors) {
            return Complaints.of(errors, settings);
        }
    }

    private static ExitCode code(List<Proof> proofs) {
        if (proofs.stream().anyMatch(proof -> proof.outcome() instanceof Outcome.Disagreed)) {
            return ExitCode.FAULT;
        }
        return proofs.stream().allMatch(Proof::isProved) ? ExitCode.DONE : ExitCode.POLICY_TEST_FAILED;
    }

    private void print(Proof proof) {
        if (settings.json()) {
            settings.print(Json.line(fields(proof)));
            return;
        }
        settings.print(proof.word() + "  " + proof.invariant().id() + ": "
                + proof.invariant().says());
        proof.why().forEach(line -> settings.print("    " + line));
    }

    private void print(List<Finding> findings, List<Silence> silences) {
        if (settings.json()) {
            findings.forEach(finding -> settings.print(Json.line(fields(finding))));
            silences.forEach(silence -> settings.print(Json.line(fields(silence))));
            return;
        }
        if (!findings.isEmpty()) {
            settings.print("");
            settings.print("Rules that never matter, to calls with one value of each attribute:");
            findings.forEach(finding -> settings.print("    " + finding));
        }
        if (!silences.isEmpty()) {
            settings.print("");
            settings.print("What no rule permits, whatever else is told:");
            silences.forEach(silence -> settings.print("    " + silence));
        }
    }

    private void summary(Analysis analysis) {
        var proofs = analysis.proofs();
        long proved = proofs.stream().filter(Proof::isProved).count();
        var line = proofs.isEmpty()
                ? "There is no " + Library.INVARIANTS + ", so nothing was proved."
                : proved + " of " + proofs.size() + (proofs.size() == 1 ? " invariant is" : " invariants are")
                        + " proved.";
        if (settings.json()) {
            settings.complain(line);
        } else {
            settings.print(line);
        }
    }

    private static Map<String, Object> fields(Proof proof) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("invariant", proof.invariant().id());
        fields.put("says", proof.invariant().says());
        fields.put("file", proof.invariant().place().file());
        fields.put("line", proof.invariant().place().line());
        fields.put("outcome", proof.word());
        fields.put("why", proof.why());
        var calls = switch (proof.outcome()) {
            case Outcome.Refuted refuted -> refuted.calls();
            case Outcome.Disagreed disagreed -> disagreed.calls();
            default -> List.<Heard>of();
        };
        fields.put("calls", calls.stream().map(Calls::fields).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Finding finding) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("rule", finding.rule().id());
        fields.put("finding", finding.kind().word());
        fields.put("by", finding.others());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Silence silence) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("unpermitted", silence.capabilities());
        fields.put("organisations", silence.organisations());
        fields.put("unspoken", silence.unspoken());
        return fields;
    }
}
