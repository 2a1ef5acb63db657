package io.facegate.ledger.export;

import io.facegate.ledger.history.DecisionHistory;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import io.facegate.ledger.search.RecordQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What goes into an evidence bundle.
 *
 * @param description what was asked for, as the instructions say it
 * @param places the indexes of the records
 * @param personal values that the bundle discloses where a record commits to them
 * @param people true to disclose who reviewed or answered an appeal, and what was said
 * @param more other files, by their names
 */
public record BundleContent(
        String description,
        SortedSet<Long> places,
        Map<RecordField, String> personal,
        boolean people,
        Map<String, String> more) {
    /** The file with an account of a decision for people; its French form is beside it. */
    public static final String ACCOUNT = "account.html";

    private static final int MOST = 100_000;
    private static final Set<RecordField> OF_PEOPLE =
            Set.of(RecordField.PERSON, RecordField.ACTOR, RecordField.STATED_REASON);

    public BundleContent {
        places = new TreeSet<>(places);
        personal = Map.copyOf(personal);
        more = Map.copyOf(more);
    }

    /** The matching records, and the outcomes of the decisions among them. */
    static BundleContent of(ProjectionSearch archive, RecordQuery query) throws IOException {
        return of(archive, query, MOST);
    }

    /**
     * Same, of no more records than that.
     *
     * @throws IOException if there are more
     */
    public static BundleContent of(ProjectionSearch archive, RecordQuery query, int most) throws IOException {
        var places = new TreeSet<Long>();
        var decisions = new ArrayList<String>();
        archive.forEachMatch(query, entry -> {
            places.add(entry.index());
            decisions.add(entry.fields().path(RecordField.ID.key()).asText());
            return places.size() <= most;
        });
        decisions.forEach(id -> archive.outcome(id).ifPresent(places::add));
        if (places.size() > most) {
            throw new IOException("A bundle holds at most " + most + " records. Ask for fewer, or publish the log.");
        }
        return new BundleContent(query.describe(), places, query.personal(), false, Map.of());
    }

    /**
     * One decision with its outcome, its reviews, the decision that held or handed over its answer, and its appeal.
     *
     * @throws io.facegate.call.Fault.LedgerTampered if a record of it does not verify
     */
    public static BundleContent of(DecisionDetails details, DecisionHistory history, Map<String, String> more) {
        var places = new TreeSet<Long>();
        places.add(details.decision().index());
        if (details.tampered() != null) {
            details.tampered().requireVerified();
        }
        if (details.outcome() != null) {
            places.add(details.outcome().index());
        }
        history.steps()
                .forEach(step -> places.add(step.record().requireVerified().index()));
        var id = details.decision().fields().path(RecordField.ID.key()).asText();
        return new BundleContent("decision=" + id, places, Map.of(), true, more);
    }

    /** The id of the one decision that it is about; null if it is about others, or that is no id. */
    @Nullable
    String decision() {
        var id = description.substring(description.indexOf('=') + 1);
        return people && id.matches("[0-9a-f-]{36}") ? id : null;
    }

    /** The value that the bundle discloses for a salt, or null. */
    @Nullable
    String disclosed(Salt salt) {
        return people && OF_PEOPLE.contains(salt.field()) ? salt.value() : personal.get(salt.field());
    }
}
