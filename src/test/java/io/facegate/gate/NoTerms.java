package io.facegate.gate;

import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import io.facegate.call.terms.Terms;

/** A wire on which nothing is obliged. */
public final class NoTerms implements Terms {
    @Override
    public Bound bind(FaceCall call, Obligations obligations) {
        throw new AssertionError("nothing is obliged");
    }

    @Override
    public Reply sift(FaceCall call, Reply reply, Obligations obligations) {
        if (!obligations.isEmpty()) {
            throw new AssertionError("nothing is obliged");
        }
        return reply;
    }

    @Override
    public Exhibit exhibit(FaceCall call, Reply reply) {
        throw new AssertionError("nothing is held");
    }
}
