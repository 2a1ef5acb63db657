package io.facegate.gateway;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.clock.LedgerClock.Reading;
import io.facegate.ledger.clock.LedgerClock.State;
import io.facegate.ledger.clock.NewestTime;
import io.facegate.policy.PolicyEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether the machine's clock can be trusted for rules with dates. A clock behind the newest record refuses
 * every call. A clock far ahead is harmless if no rule changes in between; otherwise calls that it would newly permit
 * wait.
 */
public final class ClockCheck {
    /** Maximum difference between a witness's time and the machine's for the clock to be accepted. */
    public static final Duration WITNESSED = Duration.ofMinutes(5);

    private static final System.Logger LOG = System.getLogger(ClockCheck.class.getName());

    private final Supplier<LedgerClock> clock;
    private final Supplier<PolicyEngine> policies;
    private final Supplier<Map<String, Instant>> witnessTimes;
    private final Ledger ledger;
    private final AtomicBoolean accepting = new AtomicBoolean();
    private volatile State told = State.AGREES;

    /** @param witnessTimes current time reported by each witness of the log */
    public ClockCheck(Ledger ledger, Supplier<PolicyEngine> policies, Supplier<Map<String, Instant>> witnessTimes) {
        this.clock = ledger::clock;
        this.policies = policies;
        this.witnessTimes = witnessTimes;
        this.ledger = ledger;
    }

    /**
     * Reads the clock's state. A clock confirmed by a witness is accepted, on record. If no rule changes in between, it
     * is treated as right but not accepted, so that small steps cannot add up to a large one.
     */
    public Reading read() {
        var reading = clock.get().read();
        if (!reading.agrees()) {
            var witness = witness(reading);
            if (witness != null) {
                accept("witness " + witness, reading.now());
            }
            if (witness != null || isWithoutChange(reading)) {
                reading = new Reading(State.AGREES, reading.now(), reading.now());
            }
        }
        logChange(reading);
        return reading;
    }

    private @Nullable String witness(Reading reading) {
        for (var witness : witnessTimes.get().entrySet()) {
            var apart = Duration.between(witness.getValue(), reading.now()).abs();
            if (apart.compareTo(WITNESSED) <= 0) {
                return witness.getKey();
            }
        }
        return null;
    }

    private boolean isWithoutChange(Reading reading) {
        return reading.state() == State.AHEAD && !policies.get().changesBetween(reading.expected(), reading.now());
    }

    private void accept(String why, Instant now) {
        if (!accepting.compareAndSet(false, true)) {
            return;
        }
        try {
            ledger.recordAct(new Ledger.Administrative(NewestTime.ACCEPT, why, now));
        } catch (Fault.LedgerDown down) {
            // Retried with the next call; calls that need the ledger are refused anyway.
            LOG.log(System.Logger.Level.DEBUG, "The clock could not be accepted.", down);
        } finally {
            accepting.set(false);
        }
    }

    /** Logs each change once. */
    private void logChange(Reading reading) {
        if (told == reading.state()) {
            return;
        }
        told = reading.state();
        switch (reading.state()) {
            case AGREES -> LOG.log(System.Logger.Level.INFO, "The clock agrees with the ledger.");
            case BEHIND ->
                LOG.log(
                        System.Logger.Level.ERROR,
                        "Every call is refused (clock_behind): the clock says " + reading.now() + ", and the ledger "
                                + reading.expected() + ". Set the clock right, or run: facegate ledger clock");
            case AHEAD ->
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Rules change between " + reading.expected() + ", the newest record, and " + reading.now()
                                + ". What they newly permit is refused (clock_unconfirmed) until somebody confirms the"
                                + " clock: facegate ledger clock accept");
        }
    }

    /** The earlier time at which rules must permit too, or null if the clock is right. */
    public static @Nullable Instant earlierPermitTime(Reading reading) {
        return reading.state() == State.AHEAD ? reading.expected() : null;
    }
}
