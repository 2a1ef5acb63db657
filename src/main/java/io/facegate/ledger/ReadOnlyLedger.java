package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.call.MachineClock;
import io.facegate.call.Outcome.Receipt;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.clock.LedgerClock;
import io.facegate.ledger.reading.RegistryRootHistory;
import io.facegate.policy.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ledger that is only read, for a gateway that shows its records and decides nothing: it accepts no record at all.
 * What a start would record is left out until {@link #started}.
 */
public final class ReadOnlyLedger implements Ledger {
    private static final String WHY = "the gateway was started with --read-only";

    private final LedgerClock clock;
    private final RegistryRootHistory roots;
    private volatile boolean started;

    public ReadOnlyLedger(LedgerAddress address, MachineClock machine) {
        this.clock = LedgerClock.uncompared(machine);
        this.roots = new RegistryRootHistory(address, true);
    }

    /** Says that the gateway is open: from now on whoever would record something is told that it is not possible. */
    public void started() {
        started = true;
    }

    private static Fault.LedgerDown refusal() {
        return new Fault.LedgerDown("Nothing can be recorded: " + WHY + '.');
    }

    @Override
    public Cleared recordPermit(Question question, Decision.Permit permit, Undertaking undertaking) {
        throw refusal();
    }

    @Override
    public Receipt refuse(Question question, Decision.Refuse refuse) {
        throw refusal();
    }

    @Override
    public Receipt recordEvaluation(Question question, Decision decision) {
        throw refusal();
    }

    @Override
    public void close(Cleared cleared, Ending ending) {
        throw refusal();
    }

    @Override
    public void countUnauthenticated(String source, Fault.Why why, Instant now) {
        // Nobody is answered, so nobody is counted.
    }

    @Override
    public void recordAct(Administrative act) {
        if (started) {
            throw refusal();
        }
    }

    @Override
    public Head head() {
        throw refusal();
    }

    @Override
    public String stopReason() {
        return WHY;
    }

    @Override
    public LedgerClock clock() {
        return clock;
    }

    @Override
    public RecordedRegistryRoots roots() {
        return new ReadableLedger(roots);
    }

    /** What can be read of the recorded roots: a record that does not verify is no reason to show nothing. */
    private record ReadableLedger(RecordedRegistryRoots all) implements RecordedRegistryRoots {
        @Override
        public @Nullable RegistryRoots newest(String registry) {
            try {
                return all.newest(registry);
            } catch (Fault.LedgerDown unread) {
                return null;
            }
        }

        @Override
        public long count(String registry) {
            try {
                return all.count(registry);
            } catch (Fault.LedgerDown unread) {
                return 0;
            }
        }

        @Override
        public boolean isCurrent(String registry, String root, long since) {
            try {
                return all.isCurrent(registry, root, since);
            } catch (Fault.LedgerDown unread) {
                return true;
            }
        }
    }

    @Override
    public void halt(String why) {
        // It accepts no record anyway.
    }

    @Override
    public void close() {
        roots.close();
    }
}
