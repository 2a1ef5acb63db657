package io.facegate.ledger;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import java.util.concurrent.TimeUnit;

/** Passes for tests of the engine, which has no ledger before it. */
public final class EnginePass {
    private EnginePass() {}

    public static Cleared of(Caller caller, FaceCall call) {
        return new Cleared(Passes.receipt("test"), caller, call, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
    }
}
