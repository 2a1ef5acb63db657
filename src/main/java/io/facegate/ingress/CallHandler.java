package io.facegate.ingress;

import io.facegate.call.Fault;

/** One vendor's wire: reads a request, takes it through the gate, says the outcome in the vendor's own shape. */
public interface CallHandler {
    /** Blocks until there is an answer; throws nothing. */
    HttpAnswer answer(HttpCall arrival);

    /** How this wire says that a request never reached the gate. */
    HttpAnswer turnedAway(Fault fault);
}
