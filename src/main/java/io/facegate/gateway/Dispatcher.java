package io.facegate.gateway;

import io.facegate.call.CallStage;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Outcome;
import io.facegate.call.Outcome.Advice;
import io.facegate.call.Reply;
import io.facegate.call.SendCheck;
import io.facegate.call.StageObserver;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.registry.ReviewQueue;
import io.facegate.vendor.client.Provider;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Sends permitted calls, returns, holds or releases the answers, and records the outcome. */
final class Dispatcher {
    private static final int OK = 200;
    private static final String NOT_FORWARDED = "not_forwarded";

    private final Ledger ledger;
    private final Provider provider;
    private final @Nullable ReviewQueue reviewQueue;
    private final StageObserver stages;
    private final StopCheck stops;

    Dispatcher(
            Ledger ledger,
            Provider provider,
            @Nullable ReviewQueue reviewQueue,
            StageObserver stages,
            StopCheck stops) {
        this.ledger = ledger;
        this.provider = provider;
        this.reviewQueue = reviewQueue;
        this.stages = stages;
        this.stops = stops;
    }

    Outcome send(EnforcedCall enforced, Cleared cleared) {
        if (enforced.sent().request() instanceof NormalizedRequest.Flawed(var kind, var message, var about)) {
            return answerFlaw(enforced, cleared, new Reply.Failed(kind, message, about));
        }
        long start = System.nanoTime();
        var ending = new Ending("fault", "unexpected", 0);
        Outcome outcome;
        boolean written;
        try {
            var answer = sendAndFilter(enforced, cleared);
            ending = answer.toEnding((System.nanoTime() - start) / 1000);
            outcome = answer.outcome();
        } finally {
            written = isWritten(cleared, ending);
        }
        return written
                ? outcome
                : new Outcome.Unavailable(cleared.receipt(), new Fault.OutcomeUnwritten(), enforced.advice());
    }

    /** Ends a call that could not be decided in the end: recorded as a fault, not as a refusal, and not sent. */
    Outcome recordNotSent(Cleared cleared, Fault busy) {
        boolean written = isWritten(cleared, new Ending("fault", busy.code(), 0));
        return new Outcome.Unavailable(cleared.receipt(), written ? busy : new Fault.OutcomeUnwritten(), Advice.NONE);
    }

    /** Records the outcome; if that fails, the answer is withheld. */
    private boolean isWritten(Cleared cleared, Ending ending) {
        try {
            ledger.close(cleared, ending);
            return true;
        } catch (Fault.LedgerDown down) {
            return false;
        }
    }

    private Answer sendAndFilter(EnforcedCall enforced, Cleared cleared) {
        try {
            var held = enforced.released();
            if (held != null && reviewQueue != null) {
                stops.require(enforced.sent());
                var reply = enforced.filterReply(new Reply.Verbatim(OK, reviewQueue.release(held), null));
                var outcome = new Outcome.Answered(cleared.receipt(), reply, enforced.advice(), enforced.sent());
                return new Answer(outcome, "released", held.results(), null);
            }
            var reply = enforced.filterReply(stages.observe(
                    CallStage.SEND, () -> cleared.trail().runRecorded(() -> sendUnlessStopped(enforced, cleared))));
            if (enforced.isHeld(reply)) {
                return hold(enforced, cleared.receipt(), reply);
            }
            var outcome = new Outcome.Answered(cleared.receipt(), reply, enforced.advice(), enforced.sent());
            return reply instanceof Reply.Failed && cleared.trail().isNotForwarded()
                    ? new Answer(outcome, NOT_FORWARDED, OptionalInt.empty(), null)
                    : new Answer(outcome, null, OptionalInt.empty(), null);
        } catch (Fault.Stopped stop) {
            return stopped(enforced, cleared, stop);
        } catch (Fault fault) {
            return new Answer(
                    new Outcome.Unavailable(cleared.receipt(), fault, enforced.advice()),
                    null,
                    OptionalInt.empty(),
                    null);
        }
    }

    /** A stop may have been set since the decision, also while the call waited for a lock or between two requests. */
    private Reply sendUnlessStopped(EnforcedCall enforced, Cleared cleared) {
        return SendCheck.run(() -> stops.require(enforced.sent()), () -> provider.send(cleared));
    }

    /** What a vendor may have seen of the call before it was stopped is a fault on record. */
    private static Answer stopped(EnforcedCall enforced, Cleared cleared, Fault.Stopped stop) {
        cleared.trail().recordStopped();
        return new Answer(
                new Outcome.Refused(cleared.receipt(), stop.refusal(), enforced.advice()),
                cleared.trail().isNotForwarded() ? NOT_FORWARDED : "fault",
                OptionalInt.empty(),
                null);
    }

    private Answer hold(EnforcedCall enforced, Outcome.Receipt receipt, Reply reply) {
        var reviewCopy = enforced.binding().renderForReview(enforced.sent(), reply);
        var held = Objects.requireNonNull(reviewQueue)
                .hold(receipt.id(), Objects.requireNonNull(enforced.submission()), reviewCopy);
        var outcome = new Outcome.Refused(receipt, ObligationRefusals.needsReview(held), enforced.advice());
        return new Answer(outcome, "held", reviewCopy.results(), reply);
    }

    /** Answers an invalid call with its error; no provider sees it. */
    private Outcome answerFlaw(EnforcedCall enforced, Cleared cleared, Reply.Failed flaw) {
        ledger.close(cleared, new Ending(NOT_FORWARDED, flaw.kind().name().toLowerCase(Locale.ROOT), 0));
        return new Outcome.Answered(cleared.receipt(), flaw, enforced.advice(), enforced.sent());
    }

    /**
     * How a permitted call ended.
     *
     * @param status the recorded status, or null if derived from the outcome
     * @param held the provider's answer held for review, or null
     */
    private record Answer(
            Outcome outcome,
            @Nullable String status,
            OptionalInt results,
            @Nullable Reply held) {
        Ending toEnding(long micros) {
            if (status == null) {
                return Ending.fromOutcome(outcome, micros);
            }
            if (status.equals(NOT_FORWARDED) || status.equals("fault")) {
                return new Ending(status, Ending.fromOutcome(outcome, micros).code(), micros);
            }
            return held instanceof Reply.Verbatim(var http, var _, var _, var envelope)
                    ? new Ending(status, "", results, micros, OptionalInt.of(http), envelope.requestId())
                    : new Ending(status, "", results, micros, OptionalInt.empty(), null);
        }
    }
}
