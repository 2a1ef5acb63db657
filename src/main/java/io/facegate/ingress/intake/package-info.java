/** Takes requests off the event loop, body and all, and hands them to a wire. */
@NullMarked
package io.facegate.ingress.intake;

import org.jspecify.annotations.NullMarked;
