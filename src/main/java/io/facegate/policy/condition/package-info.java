/** The residual {@code when:} of a rule: CEL, type-checked at load and bounded. */
@NullMarked
package io.facegate.policy.condition;

import org.jspecify.annotations.NullMarked;
