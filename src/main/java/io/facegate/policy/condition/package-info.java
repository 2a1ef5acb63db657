/** Residual conditions of rules ({@code when:}): CEL, type-checked at load and bounded. */
@NullMarked
package io.facegate.policy.condition;

import org.jspecify.annotations.NullMarked;
