package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.Outcome;

/**
 * A call that went through the gateway.
 *
 * @param call as it was last parsed; the format of the answer may depend on it
 */
public record HandledCall(FaceCall call, Outcome outcome) {}
