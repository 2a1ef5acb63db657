package io.facegate.vendor.client;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.faulttolerance.standalone.Configuration;
import io.smallrye.faulttolerance.standalone.StandaloneFaultTolerance;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Circuit breaker and bulkhead of one vendor site. It limits concurrent calls, and opens when half of the recent calls
 * failed; after a delay one call probes the site.
 */
public final class VendorCircuitBreaker {
    /** The number of recent calls that are evaluated. */
    static final int WINDOW = 20;

    private static final double FAILED = 0.5;
    private static final System.Logger LOG = System.getLogger(VendorCircuitBreaker.class.getName());

    static {
        // Configured once per process: no system property disables the limits, no thread keeps the process alive.
        Configuration configuration = Executors::newVirtualThreadPerTaskExecutor;
        StandaloneFaultTolerance.configure(configuration);
    }

    private final String site;
    private final long openNanos;
    private final TypedGuard<SendAttempt> room;
    private final TypedGuard<SendAttempt> circuit;
    private volatile State state = State.CLOSED;
    private volatile long opened;
    private volatile AttemptListener listener = (attempt, nanos) -> {};
    private volatile Runnable onRetry = () -> {};

    /** Is told of each attempt to send a request, made or not, and how long it took. */
    @FunctionalInterface
    public interface AttemptListener {
        void attempted(SendAttempt attempt, long nanos);
    }

    /** State of the circuit. */
    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    VendorCircuitBreaker(String site, VendorLimits limits) {
        this.site = site;
        this.openNanos = limits.open().toNanos();
        // Two guards: in a single one, a rejected call would count as a success and hide calls that hang.
        this.room = TypedGuard.create(SendAttempt.class)
                .withBulkhead()
                .limit(limits.connections() + limits.waiting())
                .done()
                .build();
        this.circuit = TypedGuard.create(SendAttempt.class)
                .withCircuitBreaker()
                .requestVolumeThreshold(WINDOW)
                .failureRatio(FAILED)
                .delay(limits.open().toMillis(), ChronoUnit.MILLIS)
                .when(Failed.class::isInstance)
                .onStateChange(this::change)
                .done()
                .build();
    }

    public State state() {
        return state;
    }

    /** Tells this listener of every attempt from now on. */
    public void onAttempt(AttemptListener attempts) {
        this.listener = attempts;
    }

    /** Runs this after each retry from now on. */
    public void onRetry(Runnable listener) {
        this.onRetry = listener;
    }

    void reportRetry() {
        onRetry.run();
    }

    /** Makes one attempt, or returns why none was made. */
    SendAttempt pass(Supplier<SendAttempt> trying, Predicate<SendAttempt.Answered> throttled) {
        long start = System.nanoTime();
        var attempt = guarded(trying, throttled);
        listener.attempted(attempt, System.nanoTime() - start);
        return attempt;
    }

    private SendAttempt guarded(Supplier<SendAttempt> trying, Predicate<SendAttempt.Answered> throttled) {
        try {
            return room.get(() -> circuit.get(() -> throwIfFailed(trying.get(), throttled)));
        } catch (Failed failed) {
            return failed.attempt;
        } catch (CircuitBreakerOpenException open) {
            return new SendAttempt.Open(secondsLeft());
        } catch (BulkheadException full) {
            return new SendAttempt.QueueFull();
        }
    }

    private static SendAttempt throwIfFailed(SendAttempt attempt, Predicate<SendAttempt.Answered> throttled) {
        boolean failed = switch (attempt) {
            case SendAttempt.Answered answered -> answered.status() >= 500 && !throttled.test(answered);
            case SendAttempt.NotConnected(),
                    SendAttempt.CertificateRejected(),
                    SendAttempt.ConnectionLost(var _, var _),
                    SendAttempt.TimedOut() -> true;
            case SendAttempt.ReplyTooLarge(),
                    SendAttempt.Interrupted(),
                    SendAttempt.NotAllowed(var _),
                    SendAttempt.QueueFull(),
                    SendAttempt.Open(var _) -> false;
        };
        if (failed) {
            throw new Failed(attempt);
        }
        return attempt;
    }

    /** Returns at least 1: while one call probes the site, the others retry a little later. */
    private int secondsLeft() {
        long left = state == State.OPEN ? openNanos - (System.nanoTime() - opened) : 0;
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(left + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    private void change(CircuitBreakerState to) {
        state = switch (to) {
            case CLOSED -> State.CLOSED;
            case HALF_OPEN -> State.HALF_OPEN;
            case OPEN -> State.OPEN;
        };
        if (to == CircuitBreakerState.OPEN) {
            opened = System.nanoTime();
            LOG.log(System.Logger.Level.WARNING, "Calls to {0} keep failing; none is sent for a while.", site);
        } else if (to == CircuitBreakerState.CLOSED) {
            LOG.log(System.Logger.Level.INFO, "{0} answers again.", site);
        }
    }

    /** An attempt that counts as a failure of the site. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient SendAttempt attempt;

        Failed(SendAttempt attempt) {
            super("", null, false, false);
            this.attempt = attempt;
        }
    }
}
