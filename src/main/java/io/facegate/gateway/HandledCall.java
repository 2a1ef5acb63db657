package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.Outcome;
import io.facegate.gateway.limits.QuotaStatus;

/**
 * A call that went through the gateway.
 *
 * @param call as it was last parsed; the format of the answer may depend on it
 * @param quotas what is left of its caller's quotas
 */
public record HandledCall(FaceCall call, Outcome outcome, QuotaStatus quotas) {}
