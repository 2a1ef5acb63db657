package io.facegate.policy.explain;

/**
 * Counterfactual: a single change to a call that would have changed the decision.
 *
 * @param attribute the attribute to change, in policy words
 * @param to its new value
 * @param rule the rule that would then decide
 */
public record Counterfactual(String attribute, String to, String rule) {}
