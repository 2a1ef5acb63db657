package io.facegate.ledger.authorisation;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.ledger.reading.CommittedTextReader;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.store.SaltStorage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reader of the records of authorisations. Each is verified before it counts. */
public final class AuthorisationRecords {
    /** Records that are read at once; all are read. */
    private static final int PAGE = 200;

    /** The act of a prune. */
    static final String PRUNE = "prune";

    private AuthorisationRecords() {}

    /**
     * The authorisation of a decision; empty if the decision does not exist or needs none.
     *
     * @throws Fault.LedgerTampered if a record of it does not verify
     */
    public static Optional<Authorisation> find(RecordSearch records, String decision) {
        var found = records.details(decision).orElse(null);
        var demand =
                found == null ? null : AuthorisationDemand.read(found.decision().fields());
        if (found == null || demand == null || (demand.isLate() && hasBegun(records, demand.use()))) {
            return Optional.empty();
        }
        var prunes = new TreeSet<Long>();
        forEachPrune(records, found.decision().index(), prunes::add);
        return Optional.of(of(demand, found.decision().index(), steps(records, decision), prunes));
    }

    /**
     * The authorisation with these steps.
     *
     * @param index of the decision
     * @param prunes the indexes of the records of prunes
     */
    static Authorisation of(
            AuthorisationDemand demand, long index, List<AuthorisationStep> steps, NavigableSet<Long> prunes) {
        var lapse = steps.stream()
                .filter(step -> step.act() == AuthorisationAct.LAPSE)
                .map(AuthorisationStep::record)
                .filter(Objects::nonNull)
                .map(VerifiedRecord::index)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new Authorisation(demand.after(index, prunes, lapse), steps);
    }

    /** All records that can change what is known of authorisations, a query for each kind. */
    static List<RecordQuery> queries() {
        var all = new ArrayList<>(List.of(due(), query().withFacet(SearchFacet.ACT, PRUNE)));
        for (var act : AuthorisationAct.values()) {
            all.add(query().withFacet(SearchFacet.ACT, act.act()));
        }
        return all;
    }

    /** Decisions that need an authorisation. */
    static RecordQuery due() {
        return query().withFacet(SearchFacet.AUTHORISATION, "due");
    }

    /** Passes the index of each record of a prune that is not older than that index. */
    static void forEachPrune(RecordSearch records, long from, Consumer<Long> visitor) {
        forEach(records, query().withFacet(SearchFacet.ACT, PRUNE), from, record -> visitor.accept(record.index()));
    }

    /** True if the use has a call within its time limit. */
    private static boolean hasBegun(RecordSearch records, AuthorisedUse use) {
        var found = new ArrayList<AuthorisationDemand>();
        var query = due().withFacet(SearchFacet.ORGANISATION, use.organisation());
        forEach(records, query, 0, record -> {
            var demand = AuthorisationDemand.read(record.fields());
            if (demand != null && demand.use().equals(use) && !demand.isLate()) {
                found.add(demand);
            }
        });
        return !found.isEmpty();
    }

    private static List<AuthorisationStep> steps(RecordSearch records, String decision) {
        var steps = new ArrayList<AuthorisationStep>();
        var query = RecordQuery.matchAll(PAGE).withFacet(SearchFacet.SUBJECT, decision);
        for (var act : AuthorisationAct.values()) {
            forEach(records, query.withFacet(SearchFacet.ACT, act.act()), 0, record -> steps.add(step(act, record)));
        }
        steps.sort(inOrder());
        return steps;
    }

    static Comparator<AuthorisationStep> inOrder() {
        return Comparator.comparingLong(
                step -> step.record() == null ? Long.MAX_VALUE : step.record().index());
    }

    /** All authorisations, those whose time runs out first before others. */
    public static List<Authorisation> list(RecordSearch records) {
        var all = new AuthorisationIndex();
        all.read(records);
        return all.list();
    }

    static AuthorisationStep step(AuthorisationAct act, VerifiedRecord record) {
        var fields = record.fields();
        return new AuthorisationStep(
                act,
                fields.path("id").asText(),
                Instant.parse(fields.path("time").asText()),
                record);
    }

    /** Passes the matching records that are not older than the one with that index. */
    static void forEach(RecordSearch records, RecordQuery query, long from, Consumer<VerifiedRecord> visitor) {
        Long before = null;
        List<VerifiedRecord> page;
        do {
            page = records.find(query.beforeIndex(before));
            for (var record : page) {
                before = before == null ? Long.valueOf(record.index()) : Long.valueOf(Math.min(before, record.index()));
                if (record.index() >= from) {
                    visitor.accept(record);
                }
            }
        } while (page.size() == PAGE && before != null && before > from);
    }

    static RecordQuery query() {
        return RecordQuery.matchAll(PAGE);
    }

    /**
     * The steps with what was said, each checked against its record.
     *
     * @param salts where texts are kept
     */
    public static List<AuthorisationStatement> statements(Authorisation one, SaltStorage salts) {
        return one.steps().stream()
                .map(step -> new AuthorisationStatement(
                        step, text(step, salts, RecordField.PERSON), text(step, salts, RecordField.STATED_REASON)))
                .toList();
    }

    private static @Nullable CommittedText text(AuthorisationStep step, SaltStorage salts, RecordField field) {
        var record = step.record();
        return record != null && record.fields().has(field.key())
                ? CommittedTextReader.read(salts, record, field)
                : null;
    }

    /**
     * Requires that a person may make a step now: that it is possible, and that whoever grants or confirms is another
     * person than whoever filed or asked.
     *
     * @throws Fault.LedgerDown with the sentence that says why not
     */
    public static void requirePossible(LedgerAddress ledger, String decision, AuthorisationAct act, Actor actor) {
        try (var records = RecordSearch.open(ledger)) {
            var found = find(records, decision).orElse(null);
            if (found == null) {
                throw new Fault.LedgerDown("No decision with that id needs an authorisation.");
            }
            var objection = act.isOfPerson() ? found.objection(act, actor.now()) : "A gateway alone records that.";
            if (objection == null) {
                objection = objectionToPerson(found, act, actor, ledger.salts());
            }
            if (objection != null) {
                throw new Fault.LedgerDown(objection);
            }
        }
    }

    /** Who makes a step, and when. */
    public record Actor(String person, Instant now) {}

    private static @Nullable String objectionToPerson(
            Authorisation one, AuthorisationAct act, Actor actor, SaltStorage salts) {
        var first = switch (act) {
            case GRANT -> one.newest(AuthorisationAct.FILE);
            case CONFIRM_LIFT -> one.newest(AuthorisationAct.REQUEST_LIFT);
            default -> null;
        };
        if (first == null) {
            return null;
        }
        return switch (text(first, salts, RecordField.PERSON)) {
            case CommittedText.Verified(var name) ->
                name.equals(actor.person()) ? "It takes a second person; " + name + " was the first." : null;
            case CommittedText.Tampered _ -> "The name of the first person was changed, so a second cannot be told.";
            case CommittedText.Absent _ ->
                "The name of the first person is not kept here. Do this at the gateway that recorded the first step.";
            case null -> "The first step names nobody.";
        };
    }
}
