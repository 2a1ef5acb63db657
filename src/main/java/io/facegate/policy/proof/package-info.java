/** Formal policy analysis with BDDs: invariants, rules without effect, and changes between policy sets or over time. */
@NullMarked
package io.facegate.policy.proof;

import org.jspecify.annotations.NullMarked;
