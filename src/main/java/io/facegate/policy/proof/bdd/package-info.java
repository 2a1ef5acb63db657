/** Sets of requests as binary decision diagrams; knows nothing of policies. */
@NullMarked
package io.facegate.policy.proof.bdd;

import org.jspecify.annotations.NullMarked;
