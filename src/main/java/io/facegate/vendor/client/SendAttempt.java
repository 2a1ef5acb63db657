package io.facegate.vendor.client;

import io.facegate.call.Fault;
import io.facegate.call.Reply.Envelope;

/** Outcome of one attempt to send a request. */
public sealed interface SendAttempt {
    /** A complete answer from the vendor or an intermediary. */
    record Answered(int status, byte[] body, Envelope envelope) implements SendAttempt {
        /** Returns the fault of an answer that is none of the vendor's API; the words follow its status. */
        public Fault.ProviderDown fault(String why) {
            return new Fault.ProviderDown("The vendor answered with status " + status + why);
        }
    }

    /** No connection; nothing was written. */
    record NotConnected() implements SendAttempt {}

    /** The server's certificate was not accepted; nothing was written. */
    record CertificateRejected() implements SendAttempt {}

    /**
     * The connection closed after data was written.
     *
     * @param answerBegun true if an answer had begun
     * @param wasIdle true if it was lost at once on a connection that had served a request before, so that the vendor
     *     may have closed it while it was idle
     */
    record ConnectionLost(boolean answerBegun, boolean wasIdle) implements SendAttempt {}

    record ReplyTooLarge() implements SendAttempt {}

    record TimedOut() implements SendAttempt {}

    /** The gateway is shutting down and does not wait for the answer. */
    record Interrupted() implements SendAttempt {}

    /**
     * A connection was there, but the call may no longer be sent; nothing was written.
     *
     * @param why such as a {@link Fault.Stopped}
     */
    record NotAllowed(RuntimeException why) implements SendAttempt {}

    /** Too many calls are in flight or wait for a connection; nothing was written. */
    record QueueFull() implements SendAttempt {}

    /**
     * The circuit breaker is open, because calls keep failing; nothing was written.
     *
     * @param seconds until the next attempt is allowed
     */
    record Open(int seconds) implements SendAttempt {}

    /**
     * Returns the answer.
     *
     * @throws Fault when there is none
     */
    default Answered requireAnswer() {
        return switch (this) {
            case Answered answered -> answered;
            case NotConnected() -> throw new Fault.ProviderDown("The vendor could not be reached. Nothing was sent.");
            case CertificateRejected() ->
                throw new Fault.ProviderDown("The vendor's certificate was not accepted. Nothing was sent.");
            case ConnectionLost(var _, var _) ->
                throw new Fault.ProviderDown("The connection to the vendor ended before its answer was complete.");
            case ReplyTooLarge() ->
                throw new Fault.ProviderDown("The vendor's answer is longer than the gateway's limit.");
            case TimedOut() -> throw new Fault.ProviderDown("The vendor did not answer in time.");
            case Interrupted() -> throw Fault.ShuttingDown.replyNotAwaited();
            case NotAllowed(var why) -> throw why;
            case QueueFull() -> throw new Fault.Overloaded("Too many calls are waiting for the vendor.");
            case Open(var seconds) ->
                throw new Fault.CircuitOpen(
                        seconds,
                        "Calls to the vendor keep failing, so none is sent for the moment. Try again in " + seconds
                                + (seconds == 1 ? " second." : " seconds."));
        };
    }
}
