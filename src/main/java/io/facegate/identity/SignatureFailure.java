package io.facegate.identity;

import io.facegate.call.Fault.Unauthenticated;
import io.facegate.call.Fault.Why;

/** Signature failures, in messages that never repeat caller input. */
final class SignatureFailure {
    private SignatureFailure() {}

    static Unauthenticated incomplete(String message) {
        return new Unauthenticated(Why.INCOMPLETE_SIGNATURE, message);
    }

    static Unauthenticated invalid(String message) {
        return new Unauthenticated(Why.INVALID_SIGNATURE, message);
    }

    static Unauthenticated unknownKey(String message) {
        return new Unauthenticated(Why.UNKNOWN_KEY, message);
    }
}
