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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A ledger that is only read, for a gateway that shows its records and decides nothing: it accepts no record at all. */
public final class ReadOnlyLedger implements Ledger {
    private static final System.Logger LOG = System.getLogger(ReadOnlyLedger.class.getName());
    private static final String WHY = "the gateway was started with --read-only";

    private final LedgerClock clock;
    private final RegistryRootHistory roots;
    private final ReadableRoots readable;

    public ReadOnlyLedger(LedgerAddress address, MachineClock machine) {
        this.clock = LedgerClock.uncompared(machine);
        this.roots = new RegistryRootHistory(address, true);
        this.readable = new ReadableRoots(roots);
    }

    /** What whoever calls or would record something is told. */
    public static Fault.LedgerDown refusal() {
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
        throw refusal();
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
        return readable;
    }

    /** What can be read of the recorded roots: one that does not verify is not known, and nothing is compared with it. */
    private static final class ReadableRoots implements RecordedRegistryRoots {
        private final RecordedRegistryRoots all;
        private final AtomicBoolean told = new AtomicBoolean();

        ReadableRoots(RecordedRegistryRoots all) {
            this.all = all;
        }

        private <T> T read(Supplier<T> reading, T unknown) {
            try {
                return reading.get();
            } catch (Fault.LedgerDown unread) {
                tell(unread);
                return unknown;
            }
        }

        private void tell(Fault.LedgerDown unread) {
            if (told.compareAndSet(false, true)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "It is not known whether the registry is the one that the ledger knows: {0}",
                        unread.getMessage());
            }
        }

        @Override
        public @Nullable RegistryRoots newest(String registry) {
            try {
                return all.newest(registry);
            } catch (Fault.LedgerDown unread) {
                tell(unread);
                return null;
            }
        }

        @Override
        public long count(String registry) {
            return read(() -> all.count(registry), 0L);
        }

        @Override
        public boolean isCurrent(String registry, String root, long since) {
            return read(() -> all.isCurrent(registry, root, since), true);
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
