package io.facegate.policy.language;

import java.util.List;
import java.util.stream.Collectors;

/** The policies do not compile, or are not taken: every mistake that was found. */
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

    /** Policies that compile, and are not taken all the same. */
    public static PolicyErrors rejected(List<PolicyMistake> mistakes) {
        return new PolicyErrors(mistakes, true);
    }

    /** True where they compile, and something else is wrong with them. */
    public boolean compile() {
        return compile;
    }

    public List<PolicyMistake> mistakes() {
        return mistakes;
    }
}
