package io.facegate.vendor.wire;

import io.facegate.call.Fault;

/** HTTP handler of one API: parses a request, runs it through the gateway, writes the outcome in the vendor's format. */
public interface CallHandler {
    /** Answers a request. Blocks until the answer is complete; throws nothing. */
    HttpAnswer handle(HttpCall arrival);

    /** Returns the error response for a request that never reached the gateway. */
    HttpAnswer rejection(Fault fault);
}
