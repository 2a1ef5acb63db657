/** Request space: all requests that policies can distinguish, as assignments of BDD variables. */
@NullMarked
package io.facegate.policy.proof.space;

import org.jspecify.annotations.NullMarked;
