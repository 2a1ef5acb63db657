package io.facegate.policy.proof;

import io.facegate.policy.language.Rule;

/**
 * A rule, and the requests on which it fires.
 *
 * @param on of one space
 */
record Fired(Rule rule, int on) {}
