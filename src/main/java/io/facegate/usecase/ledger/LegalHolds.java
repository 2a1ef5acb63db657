package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.VerifiedReader;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.retention.FirstRecordOfKind;
import io.facegate.ledger.retention.HoldsAndPrunes;
import io.facegate.ledger.retention.LegalHold;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.RegistryAddress;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The legal holds of a ledger, which stop pruning. They are kept in the ledger's own records. */
public final class LegalHolds {
    private final LedgerAddress ledger;
    private final RegistryAddress registry;

    public LegalHolds(LedgerAddress ledger, RegistryAddress registry) {
        this.ledger = ledger;
        this.registry = registry;
    }

    /** Subject of a hold; one component is set. Records are kept from the first one about the subject. */
    public record Subject(
            @Nullable String caseId,
            @Nullable String organisation,
            @Nullable String decision,
            @Nullable Instant from) {}

    /** The hold's subject is unknown. The message says what is, and the nearest known word. */
    public static final class UnknownSubject extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownSubject(String what) {
            super(what);
        }
    }

    /** Work on the verified records. */
    @FunctionalInterface
    private interface Work<T> {
        T run(LedgerReader records) throws SQLException;
    }

    private <T> T read(Work<T> work) {
        try (var records = VerifiedReader.open(ledger)) {
            return work.run(records);
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown(String.valueOf(unreadable.getMessage()));
        }
    }

    /** The holds in place. */
    public List<LegalHold> list() {
        return read(LegalHolds::list);
    }

    private static List<LegalHold> list(LedgerReader records) throws SQLException {
        return HoldsAndPrunes.read(records).holds();
    }

    private static boolean isPlaced(LedgerReader records, String name) throws SQLException {
        return list(records).stream().anyMatch(hold -> hold.name().equals(name));
    }

    /**
     * Orders a hold; empty if there is one with that name. If no record matches yet, every later record is kept.
     *
     * @throws UnknownSubject if no record and no registered organisation has that id; a case may still be unknown
     */
    public Optional<LegalHold> add(String name, Subject about, ActingPerson by) {
        return read(records -> {
            if (isPlaced(records, name)) {
                return Optional.empty();
            }
            long first = firstRecord(records, about);
            if (first >= records.head().size()) {
                requireKnown(about);
            }
            var hold = new LegalHold(name, first, Instant.now());
            Ledger.administrate(
                    ledger,
                    new Administrative(LegalHold.ADD, hold.subject(), by.name(), about.caseId(), hold.since())
                            .withDetails(by.details()));
            return Optional.of(hold);
        });
    }

    /** Lifts a hold; false if there is none with that name. */
    public boolean lift(String name, ActingPerson by) {
        return read(records -> {
            boolean placed = isPlaced(records, name);
            if (placed) {
                Ledger.administrate(ledger, by.act(LegalHold.LIFT, name));
            }
            return placed;
        });
    }

    /** Demands that a decision or organisation that no record names exists. A case may still be unknown. */
    private void requireKnown(Subject about) {
        if (about.decision() != null) {
            throw new UnknownSubject(AuditedRecords.NO_DECISION);
        }
        var known = SearchWordSources.organisations(registry).keySet();
        var wanted = about.organisation();
        if (wanted != null && !known.contains(wanted)) {
            throw new UnknownSubject("--org: no organisation '" + WordList.forDisplay(wanted)
                    + "' is registered, and no record names one"
                    + WordList.nearest(wanted, known)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse(". To see all: facegate org list"));
        }
    }

    private long firstRecord(LedgerReader records, Subject about) throws SQLException {
        if (about.from() != null) {
            return FirstRecordOfKind.findSince(records, about.from());
        }
        if (about.organisation() != null) {
            return FirstRecordOfKind.findFor(records, about.organisation());
        }
        return FirstRecordOfKind.findAmong(
                records, about.decision() == null ? recordsOfCase(about) : Set.of(about.decision()));
    }

    private Set<String> recordsOfCase(Subject about) throws SQLException {
        try (var salts = ledger.salts().read()) {
            return new HashSet<>(salts.records(RecordField.CASE, String.valueOf(about.caseId())));
        }
    }

    /**
     * Why a hold on a case is probably misspelt: no decision has it. Null if one has.
     *
     * @param number the number of the case
     */
    public @Nullable String problemOfCase(String number) {
        try (var salts = ledger.salts().read()) {
            return CaseNumberSuggestions.isOfADecision(salts, number)
                    ? null
                    : "No decision on record has the case " + number
                            + CaseNumberSuggestions.find(salts, number)
                                    .map(near -> "; there are decisions with the case " + near)
                                    .orElse("");
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown(String.valueOf(unreadable.getMessage()));
        }
    }
}
