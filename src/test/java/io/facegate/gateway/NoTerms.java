package io.facegate.gateway;

import io.facegate.call.FaceCall;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import java.util.Set;

/** A wire on which nothing is obliged. */
public final class NoTerms implements ObligationBinding {
    @Override
    public Set<Obligations.Kind> supportedKinds() {
        return Set.of();
    }

    @Override
    public Bound rewrite(FaceCall call, Obligations obligations) {
        throw new AssertionError("nothing is obliged");
    }

    @Override
    public Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        if (!obligations.isEmpty()) {
            throw new AssertionError("nothing is obliged");
        }
        return reply;
    }

    @Override
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        throw new AssertionError("nothing is held");
    }
}
