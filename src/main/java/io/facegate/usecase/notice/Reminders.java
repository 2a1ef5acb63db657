package io.facegate.usecase.notice;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.appeal.AppealRecords;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.record.Commitment;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.Proposal;
import io.facegate.usecase.overview.UpcomingEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what people should be reminded of, and records each reminder once. The record is what receivers are sent, so a
 * reminder survives a restart, and gateways that share a ledger remind once.
 */
public final class Reminders {
    private static final System.Logger LOG = System.getLogger(Reminders.class.getName());

    /** The act of a reminder in records; its subject says of what. */
    public static final String ACT = "reminder";

    static final List<Duration> AUTHORISATION = List.of(Duration.ofHours(1), Duration.ofHours(6));
    static final Duration REVIEW = Duration.ofDays(3);
    static final Duration APPEAL = Duration.ofDays(3);
    static final Duration PROPOSAL = Duration.ofHours(24);
    static final List<Duration> END = List.of(Duration.ofDays(7), Duration.ofDays(30));

    /** How many of the newest texts of callers are read; appeals that waited before those were due earlier. */
    private static final int MOST_APPEALS = 1000;

    /** Appeals wait for days, so they need not be read at each look. */
    private static final Duration APPEALS_EVERY = Duration.ofHours(1);

    /** Hex digits by which a person's certificate is told from others. */
    private static final int MARK = 16;

    private final RecordSearch records;
    private final Ledger ledger;
    private final Sources sources;
    private final Path data;
    private final Set<String> known = new HashSet<>();
    private List<String> appeals = List.of();
    private Instant nextAppeals = Instant.MIN;

    /** Where it is looked for. What cannot be read now is looked for the next time. */
    public interface Sources {
        /** Authorisations that can still run out. */
        List<Authorisation> authorisations(Instant now);

        /** Answers that are held for review. */
        List<HeldResponse> reviews(Instant now);

        List<Proposal> proposals();

        /** What ends within {@link UpcomingEnd#AHEAD}. */
        List<UpcomingEnd> ends(Instant now);

        /** The indexes of the first records that do not verify, by the last audits; none if the log is whole. */
        List<Long> notWhole();
    }

    /** @param data the folder with the ledger's key, which all gateways of the ledger have */
    public Reminders(RecordSearch records, Ledger ledger, Sources sources, Path data) {
        this.records = records;
        this.ledger = ledger;
        this.sources = sources;
        this.data = data;
    }

    /**
     * Records the reminders that are due and not on record yet; returns their subjects.
     *
     * @throws UncheckedIOException if the ledger's key is needed and cannot be read; all other reminders are on record
     *     then
     */
    public List<String> remind() {
        var now = ledger.clock().now();
        var made = new ArrayList<String>();
        var due = due(now);
        for (var subject : due.subjects) {
            if (known.contains(subject)) {
                continue;
            }
            if (!isRecorded(subject)) {
                ledger.recordAct(new Administrative(ACT, subject, now));
                made.add(subject);
            }
            known.add(subject);
        }
        if (due.unreadable != null) {
            throw new UncheckedIOException(due.unreadable);
        }
        return made;
    }

    /**
     * The indexes of the records that do not verify, where no reminder of them can be on record any more: a ledger that
     * was changed stops. Empty while it records.
     */
    public List<Long> unrecordable() {
        return ledger.stopReason() == null
                ? List.of()
                : sources.notWhole().stream()
                        .filter(number -> !known.contains(subject(ReminderKind.LOG, String.valueOf(number))))
                        .toList();
    }

    private boolean isRecorded(String subject) {
        return !records.find(
                        RecordQuery.matchAll(1).withFacet(SearchFacet.ACT, ACT).withFacet(SearchFacet.SUBJECT, subject))
                .isEmpty();
    }

    /**
     * What is due.
     *
     * @param unreadable why the certificates of people are not among it; null if they are
     */
    private record Due(Set<String> subjects, @Nullable IOException unreadable) {}

    private Due due(Instant now) {
        var due = new HashSet<String>();
        sources.authorisations(now).forEach(one -> authorisation(one, now, due::add));
        sources.reviews(now).stream()
                .filter(held -> held.state() == HeldResponse.State.PENDING)
                .filter(held -> held.created().plus(REVIEW).isBefore(now))
                .forEach(held -> due.add(subject(ReminderKind.REVIEW, held.id())));
        due.addAll(appeals(now));
        sources.proposals().stream()
                .filter(one -> one.isOpen(now) && one.expires().isBefore(now.plus(PROPOSAL)))
                .forEach(one -> due.add(subject(ReminderKind.PROPOSAL, one.id())));
        sources.notWhole().forEach(number -> due.add(subject(ReminderKind.LOG, String.valueOf(number))));
        IOException unreadable = null;
        for (var end : sources.ends(now)) {
            try {
                end(end, now, due::add);
            } catch (IOException noKey) {
                unreadable = noKey;
            }
        }
        return new Due(due, unreadable);
    }

    /** The reminders of appeals, which stay due until they are on record. */
    private List<String> appeals(Instant now) {
        if (!now.isBefore(nextAppeals)) {
            nextAppeals = now.plus(APPEALS_EVERY);
            try {
                appeals = waitingAppeals(now);
            } catch (Fault.LedgerTampered altered) {
                // The audit of the log announces it.
                LOG.log(System.Logger.Level.WARNING, "Nobody is reminded of appeals: {0}", altered.getMessage());
            }
        }
        return appeals;
    }

    private List<String> waitingAppeals(Instant now) {
        return AppealRecords.open(records, MOST_APPEALS).appeals().stream()
                .filter(one -> one.latest().time().plus(APPEAL).isBefore(now))
                .map(one -> subject(
                        ReminderKind.APPEAL, one.decision(), one.latest().id()))
                .toList();
    }

    private static void authorisation(Authorisation one, Instant now, Consumer<String> to) {
        var status = one.at(now);
        var deadline = status.deadline();
        AUTHORISATION.stream()
                .filter(before -> deadline != null && deadline.isBefore(now.plus(before)))
                .findFirst()
                .ifPresent(before -> to.accept(subject(
                        ReminderKind.AUTHORISATION,
                        one.decision(),
                        status.state().word(),
                        before.toHours() + "h")));
    }

    private void end(UpcomingEnd end, Instant now, Consumer<String> to) throws IOException {
        var within = END.stream()
                .filter(before -> now.isBefore(end.at()) && end.at().isBefore(now.plus(before)))
                .findFirst();
        if (within.isEmpty()) {
            return;
        }
        boolean isPersonal = end.kind().isPersonal();
        to.accept(subject(
                ReminderKind.END,
                end.kind().code(),
                isPersonal ? "" : end.owner(),
                isPersonal ? mark(end.name()) : end.name(),
                LocalDate.ofInstant(end.at(), ZoneOffset.UTC).toString(),
                within.get().toDays() + "d"));
    }

    /**
     * Tells a person's certificate from others. Records name no person, so only who has the ledger's key can tell which
     * certificate it is.
     */
    private String mark(String certificate) throws IOException {
        return Commitment.compute(LedgerKeyFile.read(data), RecordField.SUBJECT, certificate)
                .substring(0, MARK);
    }

    private static String subject(ReminderKind kind, String... parts) {
        return kind.word() + ':' + String.join(":", parts);
    }
}
