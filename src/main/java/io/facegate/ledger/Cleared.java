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
 * The pass that a provider takes: proof that the decision to forward this call is on disk. Only the ledger makes one; it
 * is good for one send, and dies with the ledger's deadline.
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

    /** What its caller is told of that record. */
    public Receipt receipt() {
        return receipt;
    }

    /** The HTTP requests that it leads to. */
    public VendorTrail trail() {
        return trail;
    }

    public Caller caller() {
        return caller;
    }

    /** Who is to answer: the vendor whose wire was called, unless somebody else was chosen. */
    public String engine() {
        return call.engine();
    }

    /**
     * Notes what a vendor said to it, the last of several, where that is read and something else passed on: its record has
     * the status and the id.
     */
    public <R extends Reply> R heard(R reply) {
        if (call.via() != null && reply instanceof Reply.Verbatim said) {
            heard = said;
        }
        return reply;
    }

    Reply.@Nullable Verbatim heard() {
        return heard;
    }

    /**
     * Uses the pass.
     *
     * @throws Fault.LedgerDown when it was used before or its deadline is over: nothing may be sent
     */
    public FaceCall use() {
        if (!used.compareAndSet(false, true)) {
            throw new Fault.LedgerDown("The pass of decision " + decision() + " was used before.");
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new Fault.LedgerDown("The pass of decision " + decision() + " came after the ledger's deadline.");
        }
        return call;
    }
}
