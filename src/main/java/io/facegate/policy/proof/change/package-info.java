/** What is decided otherwise: by other policies, or as time passes. */
@NullMarked
package io.facegate.policy.proof.change;

import org.jspecify.annotations.NullMarked;
