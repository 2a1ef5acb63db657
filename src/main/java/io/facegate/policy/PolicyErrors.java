package io.facegate.policy;

import java.util.List;
import java.util.stream.Collectors;

/** The policies do not compile: every mistake that was found. */
public final class PolicyErrors extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    public PolicyErrors(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }
}
