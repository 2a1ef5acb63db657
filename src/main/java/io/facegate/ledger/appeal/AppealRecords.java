package io.facegate.ledger.appeal;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.CheckedRecord;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reader of the records of appeals. Each is verified before it counts. */
public final class AppealRecords {
    /** Records that are read at once; all are read, so that many appeals of one organisation hide none of another. */
    private static final int PAGE = 200;

    private AppealRecords() {}

    /**
     * The appeal against a decision; empty if there is none.
     *
     * @throws Fault.LedgerTampered if a record of it does not verify
     */
    public static Optional<Appeal> find(RecordSearch records, String decision) {
        var steps = steps(records, RecordQuery.matchAll(PAGE).withFacet(SearchFacet.SUBJECT, decision));
        return steps.isEmpty() ? Optional.empty() : Optional.of(new Appeal(decision, steps));
    }

    /**
     * All appeals, newest first.
     *
     * @throws Fault.LedgerTampered if a record of one does not verify
     */
    public static List<Appeal> list(RecordSearch records) {
        var all = new TreeMap<String, List<AppealStep>>();
        for (var step : steps(records, RecordQuery.matchAll(PAGE))) {
            all.computeIfAbsent(decision(step), any -> new ArrayList<>()).add(step);
        }
        return all.entrySet().stream()
                .map(appeal -> new Appeal(appeal.getKey(), appeal.getValue()))
                .sorted(Comparator.comparingLong(
                                (Appeal appeal) -> appeal.latest().record().index())
                        .reversed())
                .toList();
    }

    /**
     * The decisions that were appealed against, the newest text of a caller first. A text that does not verify is left
     * out, since it may be about any decision.
     *
     * @param wanted which decisions count; it is asked once for each
     * @param most how many at most
     */
    public static List<String> decisions(RecordSearch records, Predicate<String> wanted, int most) {
        var seen = new HashSet<String>();
        var found = new ArrayList<String>();
        Long before = null;
        List<CheckedRecord> page;
        do {
            page = records.page(RecordQuery.matchAll(PAGE)
                    .withFacet(SearchFacet.ACT, AppealAct.FILED.act())
                    .beforeIndex(before));
            for (var record : page) {
                before = record.index();
                if (record instanceof VerifiedRecord verified && found.size() < most) {
                    var decision = verified.fields().path("subject").asText();
                    if (seen.add(decision) && wanted.test(decision)) {
                        found.add(decision);
                    }
                }
            }
        } while (page.size() == PAGE && found.size() < most);
        return found;
    }

    /**
     * The appeals that wait for an answer, oldest first, among those with one of the newest texts of callers.
     *
     * @param most how many texts are looked at
     * @throws Fault.LedgerTampered if a record of one does not verify
     */
    public static OpenAppeals open(RecordSearch records, int most) {
        var filed = records.find(RecordQuery.matchAll(most).withFacet(SearchFacet.ACT, AppealAct.FILED.act()));
        long oldest = filed.stream().mapToLong(VerifiedRecord::index).min().orElse(Long.MAX_VALUE);
        var steps = new ArrayList<AppealStep>();
        filed.forEach(record -> steps.add(step(AppealAct.FILED, record)));
        AppealAct.answers().forEach(act -> steps.addAll(since(records, act, oldest)));
        steps.sort(Comparator.comparingLong(step -> step.record().index()));
        var all = new LinkedHashMap<String, List<AppealStep>>();
        for (var step : steps) {
            all.computeIfAbsent(decision(step), any -> new ArrayList<>()).add(step);
        }
        var open = all.entrySet().stream()
                .map(appeal -> new Appeal(appeal.getKey(), appeal.getValue()))
                .filter(Appeal::isOpen)
                .toList();
        return new OpenAppeals(open, filed.size() == most);
    }

    /** The steps of that act whose records are not older than the one with that index. */
    private static List<AppealStep> since(RecordSearch records, AppealAct act, long oldest) {
        var steps = new ArrayList<AppealStep>();
        Long before = null;
        List<VerifiedRecord> page;
        do {
            page = records.find(RecordQuery.matchAll(PAGE)
                    .withFacet(SearchFacet.ACT, act.act())
                    .beforeIndex(before));
            for (var record : page) {
                before = before == null ? Long.valueOf(record.index()) : Long.valueOf(Math.min(before, record.index()));
                if (record.index() >= oldest) {
                    steps.add(step(act, record));
                }
            }
        } while (page.size() == PAGE && before != null && before > oldest);
        return steps;
    }

    /**
     * The steps of an appeal with what was said, each checked against its record.
     *
     * @param salts where texts are kept
     */
    public static List<AppealStatement> statements(Appeal appeal, SaltStorage salts) {
        return appeal.steps().stream()
                .map(step -> new AppealStatement(step, person(step, salts), text(step, salts)))
                .toList();
    }

    /** What was said in a step: the caller's text, or the officer's reason. */
    public static CommittedText text(AppealStep step, SaltStorage salts) {
        return CommittedTextReader.read(salts, step.record(), RecordField.STATED_REASON);
    }

    static @Nullable CommittedText person(AppealStep step, SaltStorage salts) {
        return step.record().fields().has(RecordField.PERSON.key())
                ? CommittedTextReader.read(salts, step.record(), RecordField.PERSON)
                : null;
    }

    /** True if the ledger has an appeal against the decision that waits for an answer. */
    public static boolean isOpen(LedgerAddress ledger, String decision) {
        try (var records = RecordSearch.open(ledger)) {
            return find(records, decision).filter(Appeal::isOpen).isPresent();
        }
    }

    private static List<AppealStep> steps(RecordSearch records, RecordQuery query) {
        var steps = new ArrayList<AppealStep>();
        for (var act : AppealAct.values()) {
            Long before = null;
            List<VerifiedRecord> page;
            do {
                page = records.find(query.withFacet(SearchFacet.ACT, act.act()).beforeIndex(before));
                for (var record : page) {
                    steps.add(step(act, record));
                    before = before == null
                            ? Long.valueOf(record.index())
                            : Long.valueOf(Math.min(before, record.index()));
                }
            } while (page.size() == PAGE);
        }
        steps.sort(Comparator.comparingLong(step -> step.record().index()));
        return steps;
    }

    private static AppealStep step(AppealAct act, VerifiedRecord record) {
        var fields = record.fields();
        return new AppealStep(
                act,
                fields.path("id").asText(),
                Instant.parse(fields.path("time").asText()),
                record);
    }

    private static String decision(AppealStep step) {
        return step.record().fields().path("subject").asText();
    }
}
