/** Explains decisions: why a call was decided this way and what would have changed it. */
@NullMarked
package io.facegate.policy.explain;

import org.jspecify.annotations.NullMarked;
