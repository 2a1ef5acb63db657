/** Policies as sets of requests, and calls that show what is in a set. */
@NullMarked
package io.facegate.policy.proof.model;

import org.jspecify.annotations.NullMarked;
