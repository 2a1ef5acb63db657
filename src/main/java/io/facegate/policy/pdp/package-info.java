/** Asks an external decision point about what our own policies permit; it can object, and no more. */
@NullMarked
package io.facegate.policy.pdp;

import org.jspecify.annotations.NullMarked;
