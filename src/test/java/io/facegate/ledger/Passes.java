package io.facegate.ledger;

import io.facegate.call.FaceCall;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Passes for tests of providers, which only a ledger can make otherwise. */
public final class Passes {
    private Passes() {}

    /** A fresh pass, good for a minute. */
    public static Cleared of(Caller caller, FaceCall call) {
        return new Cleared(
                receipt("0190-test"),
                caller,
                call,
                System.nanoTime() + Duration.ofMinutes(1).toNanos());
    }

    /** A pass that came too late. */
    public static Cleared expired(Caller caller, FaceCall call) {
        return new Cleared(receipt("0190-late"), caller, call, System.nanoTime() - 1);
    }

    /** What its provider was told by a vendor and did not pass on. */
    public static Reply.@Nullable Verbatim heard(Cleared pass) {
        return pass.reply();
    }

    static Receipt receipt(String id) {
        return new Receipt("log.test", id, new byte[32]);
    }
}
