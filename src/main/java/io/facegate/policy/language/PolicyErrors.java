package io.facegate.policy.language;

import java.util.List;
import java.util.stream.Collectors;

/** Policies do not compile or are rejected. Carries every mistake found. */
public final class PolicyErrors extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyMistake> mistakes;

    private final boolean compile;

    public PolicyErrors(List<PolicyMistake> mistakes) {
        this(mistakes, false);
    }

    private PolicyErrors(List<PolicyMistake> mistakes, boolean compile) {
        super(mistakes.stream().map(PolicyMistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
        this.compile = compile;
    }

    /** Policies that compile but are rejected for another reason. */
    public static PolicyErrors rejected(List<PolicyMistake> mistakes) {
        return new PolicyErrors(mistakes, true);
    }

    /** True if the policies compile and were rejected for another reason. */
    public boolean compile() {
        return compile;
    }

    public List<PolicyMistake> mistakes() {
        return mistakes;
    }
}
