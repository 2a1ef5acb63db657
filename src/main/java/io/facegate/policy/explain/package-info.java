/** Why a call was decided as it was, and what would have changed it. */
@NullMarked
package io.facegate.policy.explain;

import org.jspecify.annotations.NullMarked;
