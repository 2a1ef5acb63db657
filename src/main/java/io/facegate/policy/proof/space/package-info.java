/** All requests that policies can tell apart, as assignments of variables. */
@NullMarked
package io.facegate.policy.proof.space;

import org.jspecify.annotations.NullMarked;
