package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationDuty;
import io.facegate.ledger.authorisation.AuthorisationIndex;
import io.facegate.ledger.authorisation.AuthorisationState;
import io.facegate.ledger.reading.RecordSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Follows the authorisations after the fact of a gateway's ledger: records when a time ran out, raises the duties that the
 * gateway itself can meet, and knows which uses are stopped. Its state comes from verified records and the clock alone.
 */
public final class AuthorisationFollower {
    private static final System.Logger LOG = System.getLogger(AuthorisationFollower.class.getName());

    /** After that long without a reading nothing is known. */
    static final Duration FRESH = Duration.ofSeconds(10);

    /** Lapses that are recorded between two readings; the rest waits, so that what is known stays fresh. */
    private static final int MOST_AT_ONCE = 200;

    private final RecordSearch records;
    private final Ledger ledger;
    private final Duties duties;
    private final AuthorisationIndex index = new AuthorisationIndex();
    private volatile Set<Use> stopped = Set.of();
    private volatile long readAt;
    private volatile boolean isRead;

    /**
     * What the gateway does about a failed authorisation. Each is false if it was not done; it keeps nothing from others.
     *
     * @param suspend suspends an organisation; one that is suspended already stays so
     * @param wipe wipes the answer that is held for review under a decision, if there is one
     * @param held tells the decisions under which answers are held
     */
    public record Duties(Predicate<String> suspend, Predicate<String> wipe, Supplier<Set<String>> held) {}

    /** Calls of one purpose that were made for one organisation. */
    private record Use(String responsible, String purpose) {}

    public AuthorisationFollower(RecordSearch records, Ledger ledger, Duties duties) {
        this.records = records;
        this.ledger = ledger;
        this.duties = duties;
    }

    /**
     * Reads what is new, and does what is due. A duty that was not done is tried again at the next call.
     *
     * @throws Fault.LedgerDown if the ledger cannot be read or written
     * @throws RuntimeException after all else was done, if it cannot be read which answers are held
     */
    public void follow() {
        var now = readNew();
        var unsettled = index.unsettled(now);
        unsettled.stream()
                .filter(one -> one.at(now).state() == AuthorisationState.LAPSED && !one.isFailureOnRecord(now))
                .limit(MOST_AT_ONCE)
                .forEach(one -> recordLapse(one, now));
        unsettled.forEach(one -> suspend(one, now));
        wipe(unsettled, now);
    }

    /** Reads what is new and does nothing about it. */
    public void read() {
        var now = readNew();
        LOG.log(System.Logger.Level.DEBUG, "Authorisations were read as of {0}.", now);
    }

    private Instant readNew() {
        index.read(records);
        var now = ledger.clock().now();
        stopped = stopped(index.unsettled(now), now);
        readAt = System.nanoTime();
        isRead = true;
        return now;
    }

    private static Set<Use> stopped(List<Authorisation> all, Instant now) {
        var found = new HashSet<Use>();
        all.stream()
                .filter(one -> one.at(now).isStopped())
                .forEach(one -> one.demand()
                        .responsible()
                        .forEach(id -> found.add(new Use(id, one.demand().purpose()))));
        return Set.copyOf(found);
    }

    private void recordLapse(Authorisation one, Instant now) {
        ledger.recordAct(new Administrative(AuthorisationAct.LAPSE.act(), one.decision(), now));
        LOG.log(System.Logger.Level.WARNING, "The time for an authorisation ran out: decision {0}.", one.decision());
    }

    /**
     * Wipes what is held, whatever a person confirmed: an answer may arrive after the failure, and the confirmation is of
     * what people keep.
     */
    private void wipe(List<Authorisation> unsettled, Instant now) {
        var due = unsettled.stream()
                .filter(one -> one.at(now).state().hasFailed())
                .filter(one -> one.demand().duties().contains(AuthorisationDuty.PURGE))
                .map(Authorisation::decision)
                .toList();
        if (!due.isEmpty()) {
            var held = duties.held().get();
            long wiped =
                    due.stream().filter(held::contains).filter(duties.wipe()).count();
            LOG.log(System.Logger.Level.DEBUG, "Answers that were wiped: {0}.", wiped);
        }
    }

    private void suspend(Authorisation one, Instant now) {
        if (one.at(now).isOpen(AuthorisationDuty.SUSPEND)) {
            var left = one.demand().responsible().stream()
                    .filter(duties.suspend().negate())
                    .toList();
            if (left.isEmpty()) {
                ledger.recordAct(new Administrative(AuthorisationAct.SUSPEND.act(), one.decision(), now));
            }
        }
    }

    /** True if what is stopped is known: it was read a moment ago. */
    public boolean isKnown() {
        return isRead && System.nanoTime() - readAt < FRESH.toNanos();
    }

    /** True if calls of that purpose for one of these organisations are stopped. */
    public boolean isStopped(Set<String> responsible, String purpose) {
        return responsible.stream().anyMatch(id -> stopped.contains(new Use(id, purpose)));
    }

    /**
     * How many wait for a person, as they were read last.
     *
     * @throws Fault.LedgerDown if that is not known
     */
    public long countWaiting(Instant now) {
        if (!isKnown()) {
            throw new Fault.LedgerDown("The authorisations after the fact were not read for ten seconds.");
        }
        return index.unsettled(now).stream()
                .filter(one -> Authorisations.isWaiting(one, now))
                .count();
    }

    /** Those that failed or can still fail, as they were read last. */
    public List<Authorisation> unsettled(Instant now) {
        return index.unsettled(now);
    }
}
