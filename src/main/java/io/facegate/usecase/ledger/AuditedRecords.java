package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.Appeal;
import io.facegate.ledger.appeal.AppealRecords;
import io.facegate.ledger.appeal.OpenAppeals;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.authorisation.AuthorisationRecords;
import io.facegate.ledger.export.ExportFormat;
import io.facegate.ledger.export.ExportResult;
import io.facegate.ledger.history.DecisionHistory;
import io.facegate.ledger.history.ReviewState;
import io.facegate.ledger.narrative.TimelineWriter;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.proof.InclusionProver;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.ledger.reading.CommittedTextReader;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchIndexLag;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordCounts;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.registry.RegistryAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records of a ledger, for people. Who looks is on record before a method returns a record.
 *
 * <p>Methods that return records throw {@link ViewAudit.Unrecorded} if the view cannot be recorded.
 */
public final class AuditedRecords implements AutoCloseable {
    /** The sentence about an id that no decision has. */
    public static final String NO_DECISION =
            "The ledger has no decision with that id. To list the newest: facegate ledger tail";

    /** What is shown in place of a kept text that is not the one on record. */
    public static final String TAMPERED_TEXT =
            "TAMPERED: what is kept is not what the record commits to, and is not shown.";

    /** What a name begins with that is only that of an account of the operating system. */
    public static final String ACCOUNT = Ledger.UNNAMED;

    /** Records that are read at once. */
    private static final int AT_ONCE = 1000;

    private static final List<RecordField> PERSONAL =
            List.of(RecordField.ACTOR, RecordField.PERSON, RecordField.STATED_REASON);

    private final RecordSearch search;
    private final SearchWords words;
    private final ViewAudit views;

    public AuditedRecords(RecordSearch search, SearchWords words, ViewAudit views) {
        this.search = search;
        this.words = words;
        this.views = views;
    }

    /** Opens the records of a ledger for a command. */
    public static AuditedRecords open(LedgerAddress ledger, RegistryAddress registry, Path policies) {
        var search = RecordSearch.open(ledger);
        return new AuditedRecords(search, SearchWordSources.of(search, registry, policies), ViewAudit.of(ledger));
    }

    /**
     * A list of records, newest first.
     *
     * @param searched the number of records that were searched
     */
    public record Found(List<CheckedRecord> records, long searched) {
        public Found {
            records = List.copyOf(records);
        }
    }

    /** The words that a query may use. */
    public SearchWords words() {
        return words;
    }

    /** How much of the ledger is searchable. */
    public SearchIndexLag reach() {
        return search.indexLag();
    }

    /** The records that match, including every one that does not verify and might. */
    public Found list(RecordQuery query, String viewer) {
        long searched = search.indexLag().taken();
        var found = search.page(query);
        views.record(viewer, now -> AccessAuditRecord.list(query, found, viewer, now));
        return new Found(found, searched);
    }

    /** Counts, for each query, the records that match it. Numbers only, so no view is recorded. */
    public List<RecordCounts> counts(List<RecordCounts.Asked> questions) {
        return search.counts(questions);
    }

    /** Counts the records that match a query. */
    public RecordCounts count(RecordQuery query) {
        return counts(List.of(new RecordCounts.Asked(query, Set.of()))).getFirst();
    }

    /** When each of these keys was last used. Times only, so no view is recorded. */
    public Map<String, Instant> lastUse(List<String> keys) {
        return KeyLastUsed.newest(search, keys);
    }

    /** The names of the newest sessions of the printed link. Names of sessions only, so no view is recorded. */
    public List<String> sessionsOfLinks(int most) {
        var logins = RecordQuery.matchAll(most).withFacet(SearchFacet.ACT, ViewAudit.LOGIN);
        return search.page(logins).stream()
                .filter(VerifiedRecord.class::isInstance)
                .map(found -> ((VerifiedRecord) found).fields())
                .filter(login -> !login.has(RecordField.PERSON.key()))
                .map(login -> login.path("subject").asText())
                .toList();
    }

    /** Whether a decision with an id is on record. */
    public enum DecisionStanding {
        VERIFIED,
        TAMPERED,
        NONE
    }

    /** Whether a decision with that id is on record. Nothing of it is returned, so no view is recorded. */
    public DecisionStanding standing(String id) {
        return search.findDecision(id)
                .map(found -> found instanceof DecisionDetails ? DecisionStanding.VERIFIED : DecisionStanding.TAMPERED)
                .orElse(DecisionStanding.NONE);
    }

    /**
     * The newest record of each query, checked, in their order; empty for one that has none.
     *
     * @param page what is looked at, for the record of the view
     */
    public List<Optional<CheckedRecord>> newest(List<RecordQuery> queries, String page, String viewer) {
        views.recordView(viewer, page);
        return queries.stream()
                .map(query -> search.page(query.newest()).stream().findFirst())
                .toList();
    }

    /** The number of appeals that wait for an officer. */
    public long openAppeals() {
        return AppealRecords.list(search).stream().filter(Appeal::isOpen).count();
    }

    /** Records that were taken out, as a file. */
    public record Taken(byte[] file, long records) {}

    /**
     * Takes out the newest matching records, the newest first. The export is on record before the first one is read.
     *
     * @param most how many at most
     * @throws Fault.LedgerTampered if one does not verify; then nothing is taken out
     */
    public Taken export(RecordQuery query, ExportFormat format, int most, String viewer) {
        views.record(
                ExportResult.act(format.key(), query, viewer, query.personal().get(RecordField.CASE)));
        var found = new ArrayList<VerifiedRecord>();
        for (var page = next(query, null, most); !page.isEmpty() && found.size() < most; ) {
            page.stream()
                    .limit(most - found.size())
                    .map(CheckedRecord::requireVerified)
                    .forEach(found::add);
            page = next(query, page.getLast().index(), most);
        }
        var out = new ByteArrayOutputStream();
        try {
            var result = ExportResult.write(found, format, out);
            return new Taken(out.toByteArray(), result.records());
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
    }

    private List<CheckedRecord> next(RecordQuery query, @Nullable Long before, int most) {
        return search.page(new RecordQuery(
                query.coded(),
                query.personal(),
                query.words(),
                query.period(),
                query.views(),
                before,
                Math.min(most, AT_ONCE)));
    }

    /** A decision; empty if there is none with that id. */
    public Optional<CheckedDecision> decision(String id, String viewer) {
        var found = search.findDecision(id);
        found.ifPresent(_ -> views.recordView(viewer, id));
        return found;
    }

    /**
     * A decision on a call that this organisation made, or a record that does not verify, which is nobody's; empty if
     * there is none with that id.
     */
    public Optional<CheckedDecision> ownDecision(String id, String organisation, String viewer) {
        var found = search.findDecision(id).filter(one -> one instanceof TamperedRecord || isOf(one, organisation));
        found.ifPresent(_ -> views.recordView(viewer, id));
        return found;
    }

    private static boolean isOf(CheckedDecision found, String organisation) {
        return found instanceof DecisionDetails details
                && details.decision()
                        .fields()
                        .path("organisation")
                        .path("id")
                        .asText()
                        .equals(organisation);
    }

    /** What led to a decision and followed it. Whoever got the decision is on record already. */
    public DecisionHistory history(DecisionDetails decision) {
        return DecisionHistory.find(search, decision);
    }

    /** What became of the answer of a listed decision, if people must review it. Whoever got the list is on record already. */
    public ReviewState review(VerifiedRecord decision) {
        var id = decision.fields().path(RecordField.ID.key()).asText();
        return search.findDecision(id).orElse(null) instanceof DecisionDetails details
                ? history(details).review(details)
                : ReviewState.NONE;
    }

    /**
     * The record of an administrative act; empty if there is none with that id.
     *
     * @throws Fault.LedgerTampered if it does not verify
     */
    public Optional<VerifiedRecord> act(String id, String viewer) {
        var found = search.findAct(id);
        found.ifPresent(_ -> views.recordView(viewer, id));
        return found;
    }

    /**
     * Proves that a decision is in the ledger (C2SP tlog-proof); empty if there is none with that id. A proof contains
     * its record, so it counts as a view.
     *
     * @throws Fault.LedgerTampered if a record of it does not verify
     */
    public static Optional<String> prove(LedgerAddress ledger, String id, String viewer) {
        var proof = InclusionProver.prove(ledger, id);
        proof.ifPresent(_ -> ViewAudit.of(ledger).recordView(viewer, id));
        return proof.map(TlogProof::encoded);
    }

    /**
     * The personal values of an act whose salts are kept, checked against the record's commitments. A
     * sentence stands for one that was changed.
     */
    public static Map<RecordField, String> disclosed(LedgerAddress ledger, VerifiedRecord act) {
        return disclosed(ledger, List.of(act), List.of()).getFirst();
    }

    /**
     * The same for several acts, in their order.
     *
     * @param known names that are told where a record commits to one of them, although it is not kept
     */
    public static List<Map<RecordField, String>> disclosed(
            LedgerAddress ledger, List<VerifiedRecord> acts, Collection<String> known) {
        return CommittedTextReader.readAll(ledger.salts(), acts, PERSONAL, known).stream()
                .map(AuditedRecords::told)
                .toList();
    }

    private static Map<RecordField, String> told(Map<RecordField, CommittedText> texts) {
        var told = new EnumMap<RecordField, String>(RecordField.class);
        texts.forEach((field, found) -> {
            switch (found) {
                case CommittedText.Verified(var text) -> told.put(field, text);
                case CommittedText.Tampered _ -> told.put(field, TAMPERED_TEXT);
                case CommittedText.Absent _ -> {}
            }
        });
        return told;
    }

    /** All appeals, newest first. */
    public List<Appeal> appeals(String viewer) {
        var found = AppealRecords.list(search);
        views.recordView(viewer, "appeals");
        return found;
    }

    /** The appeals that wait for an answer, among the newest. */
    OpenAppeals openAppeals(int most, String viewer) {
        var found = AppealRecords.open(search, most);
        views.recordView(viewer, "appeals");
        return found;
    }

    /** The decision that an appeal is against; empty if there is none. Whoever got the appeal is on record already. */
    Optional<CheckedDecision> appealed(Appeal appeal) {
        return search.findDecision(appeal.decision());
    }

    /** The appeal against a decision; empty if there is none. */
    public Optional<Appeal> appeal(String decision, String viewer) {
        var found = AppealRecords.find(search, decision);
        found.ifPresent(_ -> views.recordView(viewer, decision));
        return found;
    }

    /** All authorisations after the fact, the earliest time limit first. */
    List<Authorisation> authorisations(String viewer) {
        var found = AuthorisationRecords.list(search);
        views.recordView(viewer, "authorisations");
        return found;
    }

    /** The authorisation of a decision; empty if it needs none. */
    Optional<Authorisation> authorisation(String decision, String viewer) {
        var found = AuthorisationRecords.find(search, decision);
        found.ifPresent(_ -> views.recordView(viewer, decision));
        return found;
    }

    /** The decision that needs an authorisation. Whoever got the authorisation is on record already. */
    Optional<CheckedDecision> authorised(Authorisation authorisation) {
        return search.findDecision(authorisation.decision());
    }

    @Override
    public void close() {
        search.close();
    }

    /** Reads the words that records commit to. */
    public static TimelineWriter.Texts committedTexts(LedgerAddress ledger) {
        return (record, field) -> CommittedTextReader.read(ledger.salts(), record, field);
    }
}
