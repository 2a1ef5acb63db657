/** Changes of decisions between policy sets or over time. */
@NullMarked
package io.facegate.policy.proof.change;

import org.jspecify.annotations.NullMarked;
