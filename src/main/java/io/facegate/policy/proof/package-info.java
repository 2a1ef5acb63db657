/** What holds of policies whatever is asked: invariants, rules that never matter, what changes from one set to another and when. */
@NullMarked
package io.facegate.policy.proof;

import org.jspecify.annotations.NullMarked;
