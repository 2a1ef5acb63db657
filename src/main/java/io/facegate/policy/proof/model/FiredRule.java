package io.facegate.policy.proof.model;

import io.facegate.policy.language.Rule;

/**
 * A rule and the requests on which it fires.
 *
 * @param requests a set of requests of one space
 */
public record FiredRule(Rule rule, int requests) {}
