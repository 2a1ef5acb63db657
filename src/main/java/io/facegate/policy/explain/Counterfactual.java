package io.facegate.policy.explain;

/**
 * One change to a call that would have turned the decision.
 *
 * @param attribute that would change, in the words of the policies
 * @param to what it would be
 * @param rule that would then decide
 */
public record Counterfactual(String attribute, String to, String rule) {}
