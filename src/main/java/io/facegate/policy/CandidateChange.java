package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange;
import io.facegate.call.NearestChange.Kind;
import io.facegate.identity.Caller;
import io.facegate.policy.vocabulary.Attribute;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * One change to try on a refused call, and how its caller is told of it. What is tried is told only of evidence and of a
 * threshold.
 *
 * @param names as in {@link NearestChange}
 * @param caller makes the caller as it would be registered
 * @param call makes the call as it would be asked
 */
record CandidateChange(Kind kind, List<String> names, UnaryOperator<Caller> caller, UnaryOperator<FaceCall> call) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** A change to what is registered of the caller, or to what its call shows. */
    static CandidateChange ofCaller(Kind kind, List<String> names, UnaryOperator<Caller> caller) {
        return new CandidateChange(kind, List.copyOf(names), caller, UnaryOperator.identity());
    }

    /** The call with this similarity as its threshold. */
    static CandidateChange ofThreshold(double similarity) {
        return new CandidateChange(
                Kind.RAISE_THRESHOLD,
                List.of(BigDecimal.valueOf(similarity).stripTrailingZeros().toPlainString()),
                UnaryOperator.identity(),
                call -> call.withFacts(call.facts().withThreshold(similarity)));
    }

    /** True if both change the same thing, so that they cannot be made together. */
    boolean excludes(CandidateChange other) {
        return kind == other.kind
                && switch (kind) {
                    case REGISTER_EVIDENCE, REGISTER_FACT -> names.equals(other.names);
                    case REGISTER_PLACE, RAISE_THRESHOLD, LEAVE_OUT_ATTRIBUTES -> true;
                };
    }

    /** Both changes together. */
    UnaryOperator<Caller> callerWith(CandidateChange other) {
        return before -> other.caller.apply(caller.apply(before));
    }

    /** Both changes together. */
    UnaryOperator<FaceCall> callWith(CandidateChange other) {
        return before -> other.call.apply(call.apply(before));
    }

    /** Returns the change as it is told after that reason. */
    NearestChange told(String reason) {
        return new NearestChange(kind, names, isSaid(reason) ? "" : opening() + sentence());
    }

    /** Returns this change and another as they are told; two of evidence are one. */
    NearestChange toldWith(CandidateChange other) {
        if (kind == Kind.REGISTER_EVIDENCE && other.kind == kind) {
            var both = new TreeSet<>(names);
            both.addAll(other.names);
            return ofCaller(kind, List.copyOf(both), caller).told("");
        }
        var sentence = "Two changes together can make the call permitted; one of them alone does not. First: "
                + sentence() + " Second: " + other.sentence();
        return new NearestChange(kind, names, sentence, new NearestChange(other.kind, other.names, ""));
    }

    private boolean isSaid(String reason) {
        return switch (kind) {
            case REGISTER_FACT -> reason.contains(fact().meaning());
            case REGISTER_PLACE -> reason.contains("--jurisdiction");
            case REGISTER_EVIDENCE, RAISE_THRESHOLD, LEAVE_OUT_ATTRIBUTES -> false;
        };
    }

    private String opening() {
        return switch (kind) {
            case REGISTER_EVIDENCE, RAISE_THRESHOLD -> "The policies permit the same call with ";
            case REGISTER_FACT, REGISTER_PLACE, LEAVE_OUT_ATTRIBUTES -> "";
        };
    }

    private String sentence() {
        return switch (kind) {
            case REGISTER_EVIDENCE ->
                "this evidence, on file and named by the call: " + String.join(", ", names)
                        + ". If the organisation has it and it is not on file yet, the operator can register it"
                        + " (facegate evidence add --org ORG --id ID --type TYPE). Each call must name it"
                        + " (Facegate-Evidence: ID, or its case with Facegate-Case).";
            case REGISTER_FACT ->
                "A fact is not known, and the decision depends on it: " + fact().meaning()
                        + ". The operator can verify and register it (" + command() + ").";
            case REGISTER_PLACE ->
                "The exact place, such as the city, is not known, and the decision depends on it."
                        + " The operator can verify and register it (facegate org change ORG"
                        + " --jurisdiction PLACE, repeating its other places).";
            case RAISE_THRESHOLD -> "a similarity threshold of " + names.getFirst() + " (" + percent() + " of 100).";
            case LEAVE_OUT_ATTRIBUTES -> throw new IllegalStateException("the gateway's own");
        };
    }

    private String percent() {
        return new BigDecimal(names.getFirst())
                .multiply(HUNDRED)
                .stripTrailingZeros()
                .toPlainString();
    }

    private String command() {
        return fact() == Attribute.USE_AGE
                ? "facegate evidence change ID --started TIME"
                : "facegate org change ORG --fact " + fact().fact() + "=VALUE, repeating its other facts";
    }

    private Attribute fact() {
        return Objects.requireNonNull(Attribute.fromFact(names.getFirst()));
    }
}
