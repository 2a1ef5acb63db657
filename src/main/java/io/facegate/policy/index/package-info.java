/** Rules compiled to bitsets, and the decision over them. */
@NullMarked
package io.facegate.policy.index;

import org.jspecify.annotations.NullMarked;
