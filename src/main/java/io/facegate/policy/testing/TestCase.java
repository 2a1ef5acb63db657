package io.facegate.policy.testing;

/**
 * A policy test case: a question and its expected decision.
 *
 * @param file file name
 * @param line its first line
 */
public record TestCase(String file, int line, String name, TestQuestion question, ExpectedDecision expected) {}
