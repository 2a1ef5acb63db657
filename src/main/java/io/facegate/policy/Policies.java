package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import java.time.Instant;

/** A compiled set of policies: a pure function. */
public interface Policies {
    /** Never throws: what cannot be evaluated refuses. */
    Decision decide(Caller caller, FaceCall call, Instant now);

    /** SHA-256 of everything that was loaded, lowercase hex. */
    String digest();
}
