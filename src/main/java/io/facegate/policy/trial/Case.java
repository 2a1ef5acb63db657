package io.facegate.policy.trial;

/**
 * A question with the answer that is expected.
 *
 * @param file in which it stands
 * @param line on which it begins
 */
public record Case(String file, int line, String name, Question question, Expected expected) {}
