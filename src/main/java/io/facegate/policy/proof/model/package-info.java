/** Symbolic policy model: policies as sets of requests, and example calls from them. */
@NullMarked
package io.facegate.policy.proof.model;

import org.jspecify.annotations.NullMarked;
