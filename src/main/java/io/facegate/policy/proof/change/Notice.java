package io.facegate.policy.proof.change;

/**
 * Something that is planned, or open.
 *
 * @param kind {@code end}, {@code review}, {@code condition}, {@code disputed} or {@code override}
 * @param text after the rule's id
 */
public record Notice(String kind, String rule, String text) {}
