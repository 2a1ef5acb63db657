package io.facegate.cli.policy;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.policy.proof.InvariantOutcome;
import io.facegate.policy.proof.InvariantProof;
import io.facegate.policy.proof.LintFinding;
import io.facegate.policy.proof.PolicyAnalysis;
import io.facegate.policy.proof.UncoveredCapabilities;
import io.facegate.policy.proof.model.CheckedExample;
import io.facegate.usecase.policy.PolicyInspection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code policy prove}: proves that the policies keep their invariants for every call, or shows a counterexample. */
@Command(
        name = "prove",
        description = {
            "Prove each invariant of invariants.yaml, or show a call that breaks it.",
            "Every possible call is covered, not a sample. Each call that is shown was decided by the engine that"
                    + " judges real calls.",
            "Also names rules that never matter, and the capabilities that no rule permits. docs/proof.md says what"
                    + " is exact."
        },
        exitCodeList = {
            "0:every invariant is proved",
            "1:the proof and the engine disagree: an error in Facegate",
            "2:bad usage, or there is no such folder",
            "3:the policies or invariants.yaml do not compile",
            "4:an invariant is refuted, or was not proved"
        },
        footer = {"", "Example:", "  facegate policy prove --policies ./policies"})
public final class PolicyProveCommand extends FacegateCommand {
    @Override
    protected ExitCode run() {
        var analysis = PolicyInspection.prove(settings.policies(), Instant.now());
        analysis.proofs().forEach(this::print);
        print(analysis.findings(), analysis.uncovered());
        if (analysis.unfinished() != null) {
            output().printError("The rules were not compared with one another: " + analysis.unfinished());
        }
        summary(analysis);
        return code(analysis.proofs());
    }

    private static ExitCode code(List<InvariantProof> proofs) {
        if (proofs.stream().anyMatch(proof -> proof.outcome() instanceof InvariantOutcome.Disagreed)) {
            return ExitCode.FAULT;
        }
        return proofs.stream().allMatch(InvariantProof::isProved) ? ExitCode.DONE : ExitCode.POLICY_TEST_FAILED;
    }

    private void print(InvariantProof proof) {
        if (output().isJson()) {
            output().printJson(fields(proof));
            return;
        }
        output().print(proof.word() + "  " + proof.invariant().id() + ": "
                + proof.invariant().says());
        proof.explanation().forEach(line -> output().print("    " + line));
    }

    private void print(List<LintFinding> findings, List<UncoveredCapabilities> silences) {
        if (output().isJson()) {
            findings.forEach(finding -> output().printJson(fields(finding)));
            silences.forEach(silence -> output().printJson(fields(silence)));
            return;
        }
        if (!findings.isEmpty()) {
            output().print("");
            output().print("Rules that never matter, to calls with one value of each attribute:");
            findings.forEach(finding -> output().print("    " + finding));
        }
        if (!silences.isEmpty()) {
            output().print("");
            output().print("Capabilities that no rule ever permits:");
            silences.forEach(silence -> output().print("    " + silence));
        }
    }

    private void summary(PolicyAnalysis analysis) {
        var proofs = analysis.proofs();
        long proved = proofs.stream().filter(InvariantProof::isProved).count();
        var line = proofs.isEmpty()
                ? "There is no invariants.yaml, so nothing was proved."
                : proved + " of " + proofs.size() + (proofs.size() == 1 ? " invariant is" : " invariants are")
                        + " proved.";
        output().printSummary(line);
    }

    private static Map<String, Object> fields(InvariantProof proof) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("invariant", proof.invariant().id());
        fields.put("says", proof.invariant().says());
        fields.put("file", proof.invariant().place().file());
        fields.put("line", proof.invariant().place().line());
        fields.put("outcome", proof.word());
        fields.put("why", proof.explanation());
        var calls = switch (proof.outcome()) {
            case InvariantOutcome.Refuted refuted -> refuted.calls();
            case InvariantOutcome.Disagreed disagreed -> disagreed.calls();
            default -> List.<CheckedExample>of();
        };
        fields.put("calls", calls.stream().map(CallJson::fields).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(LintFinding finding) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("rule", finding.rule().id());
        fields.put("finding", finding.kind().word());
        fields.put("by", finding.causes());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(UncoveredCapabilities silence) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("unpermitted", silence.capabilities());
        fields.put("organisations", silence.organisations());
        fields.put("unspoken", silence.unspoken());
        return fields;
    }
}
