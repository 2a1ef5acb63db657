package io.facegate.usecase.policy;

import io.facegate.ledger.DecisionRecord;
import io.facegate.ledger.DecisionRecord.Frame;
import io.facegate.ledger.DecisionRecord.Names;
import io.facegate.ledger.DecisionRecord.PermitCommitments;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.narrative.NarrativeWriter;
import io.facegate.ledger.replay.PolicyHistory.ArchivedSet;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.explain.ExplainedCall;
import io.facegate.policy.explain.Explanation;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.PolicyAnalysis;
import io.facegate.policy.proof.change.PolicyDiff;
import io.facegate.policy.proof.change.PolicyTimeline;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.reading.ReadingOptions;
import io.facegate.policy.testing.PolicyTestRunner;
import io.facegate.policy.testing.TestReport;
import io.facegate.policy.vocabulary.Language;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The policies of a folder: checked, tested, proved, compared and explained. Nothing is changed or recorded.
 *
 * <p>Each method that reads a folder throws {@link PolicyErrors} with every mistake in it.
 */
public final class PolicyInspection {
    private PolicyInspection() {}

    /**
     * A set without mistakes.
     *
     * @param digest SHA-256 over its files, as records name it
     */
    public record Checked(PolicySet policySet, String digest, List<LintWarning> warnings) {
        public Checked {
            warnings = List.copyOf(warnings);
        }
    }

    /** An explained decision, and the narrative that the ledger would give for such a call. */
    public record Explained(Explanation explanation, Narrative narrative) {}

    /** Reads a folder as a gateway does. */
    public static PolicySet load(Path folder) {
        return PolicyReader.load(folder);
    }

    /**
     * Checks policies and tests, and finds what is worth a warning.
     *
     * @param maxAge the age of a citation's last check that is worth one
     */
    public static Checked check(Path folder, Instant now, Period maxAge) {
        var files = PolicyFiles.read(folder);
        var policySet = PolicyReader.read(files, ReadingOptions.strictAt(now));
        PolicyTestRunner.check(files, policySet, ReadingOptions.strictAt(now));
        var warnings = LintWarning.findAll(policySet, now, maxAge);
        return new Checked(policySet, PolicyEngine.of(policySet).digest(), warnings);
    }

    /**
     * Runs the tests of a folder.
     *
     * @param names only tests with one of them in their file, text, pack or rule; empty for all
     */
    public static TestReport test(Path folder, List<String> names) {
        return PolicyTestRunner.report(PolicyFiles.read(folder), names);
    }

    /** Proves the invariants of a folder, and finds rules without effect. */
    public static PolicyAnalysis prove(Path folder, Instant now) {
        return PolicyAnalysis.analyze(load(folder), AnalysisLimits.defaults(now));
    }

    /** The calls that two sets decide differently. */
    public static PolicyDiff compare(PolicySet before, PolicySet after, Instant now) {
        return compare(before, after, AnalysisLimits.defaults(now));
    }

    static PolicyDiff compare(PolicySet before, PolicySet after, AnalysisLimits limits) {
        return PolicyDiff.compare(before, after, limits);
    }

    /** The moments from {@code first} to before {@code end} at which decisions change although no policy does. */
    public static PolicyTimeline timeline(Path folder, Instant first, Instant end, Instant now) {
        return timeline(load(folder), first, end, now);
    }

    /** Same, for a set that was read. */
    public static PolicyTimeline timeline(PolicySet policySet, Instant first, Instant end, Instant now) {
        return timeline(policySet, first, end, AnalysisLimits.defaults(now));
    }

    static PolicyTimeline timeline(PolicySet policySet, Instant first, Instant end, AnalysisLimits limits) {
        return PolicyTimeline.compute(policySet, first, end, limits);
    }

    /**
     * Explains how a call would be decided.
     *
     * @throws io.facegate.call.Fault.LedgerDown if such a call could not be recorded
     */
    public static Explained explain(Path folder, ExplainedCall call, Language language) {
        var explanation = Explanation.explain(load(folder), call);
        return new Explained(explanation, narrate(explanation, language));
    }

    /** The sentences that a record of the decision would have. */
    static Narrative narrate(Explanation explanation, Language language) {
        var asked = explanation.call();
        var frame = new Frame("DECISION", "none", "none", "none", Names.RECORDED, new PermitCommitments(null, null));
        var question = new Question(asked.caller(), asked.call(), asked.now());
        var record = DecisionRecord.bytes(frame, question, explanation.decision());
        var kept = new ArchivedSet.Available(explanation.policySet(), explanation.policies());
        return new NarrativeWriter(language, UnaryOperator.identity(), digest -> kept).explain(record);
    }
}
