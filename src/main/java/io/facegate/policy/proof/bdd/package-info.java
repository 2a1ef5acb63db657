/** Binary decision diagrams for sets of requests; independent of policies. */
@NullMarked
package io.facegate.policy.proof.bdd;

import org.jspecify.annotations.NullMarked;
