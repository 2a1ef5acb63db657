/** Answers AuthZEN 1.0 questions: what would be decided of a call that is made elsewhere. */
@NullMarked
package io.facegate.ingress.authzen;

import org.jspecify.annotations.NullMarked;
