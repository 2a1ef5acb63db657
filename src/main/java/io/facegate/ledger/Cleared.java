package io.facegate.ledger;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Reply;
import io.facegate.call.VendorTrail;
import io.facegate.identity.Caller;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Single-use pass that a provider requires to send a call: proof that the decision to forward it is on disk. Only the
 * ledger creates one. It is valid for one send and expires with the ledger's deadline.
 */
public final class Cleared {
    private final Receipt receipt;
    private final Caller caller;
    private final FaceCall call;
    private final long deadlineNanos;
    private final VendorTrail trail;
    private final AtomicBoolean used = new AtomicBoolean();
    private volatile Reply.@Nullable Verbatim heard;

    Cleared(Receipt receipt, Caller caller, FaceCall call, long deadlineNanos) {
        this.receipt = receipt;
        this.caller = caller;
        this.call = call;
        this.deadlineNanos = deadlineNanos;
        this.trail = new VendorTrail(receipt.id());
    }

    /** The id of the decision's record. */
    public String decision() {
        return receipt.id();
    }

    /** The receipt of that record, for the caller. */
    public Receipt receipt() {
        return receipt;
    }

    /** The HTTP requests made to the vendor for this call. */
    public VendorTrail trail() {
        return trail;
    }

    public Caller caller() {
        return caller;
    }

    /** The engine that answers: the vendor whose API was called, unless another one was chosen. */
    public String engine() {
        return call.engine();
    }

    /** That engine at the account that was chosen, as routes name it. */
    public String answeredBy() {
        var account = call.account();
        return account == null ? engine() : account.keyOf(engine());
    }

    /**
     * Keeps the vendor's last response where it is translated before it is passed on. The outcome record takes its
     * status and request id.
     */
    public <R extends Reply> R reply(R reply) {
        if (call.route() != null && reply instanceof Reply.Verbatim said) {
            heard = said;
        }
        return reply;
    }

    Reply.@Nullable Verbatim reply() {
        return heard;
    }

    /**
     * Consumes the pass.
     *
     * @throws Fault.LedgerDown if it was used before or its deadline has passed; nothing may be sent
     */
    public FaceCall consume() {
        if (!used.compareAndSet(false, true)) {
            throw new Fault.LedgerDown("The pass of decision " + decision() + " was used before.");
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new Fault.LedgerDown("The pass of decision " + decision() + " came after the ledger's deadline.");
        }
        return call;
    }
}
