package io.facegate.policy.testing;

/**
 * A question with the answer that is expected.
 *
 * @param file in which it stands
 * @param line on which it begins
 */
public record TestCase(String file, int line, String name, TestQuestion question, ExpectedDecision expected) {}
