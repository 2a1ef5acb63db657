package io.facegate.call;

/** How one judged call ended; {@code decision} is the id of its record. */
public sealed interface Outcome {
    String decision();

    record Answered(String decision, Reply reply) implements Outcome {}

    record Refused(String decision, Refusal refusal) implements Outcome {}

    /** Permitted, but the provider did not answer. */
    record Unavailable(String decision, Fault fault) implements Outcome {}
}
