package io.facegate.usecase.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.SearchFacet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what is on record of a period besides calls. Each record that is read is verified. */
final class PeriodEventReader {
    /** The most records of one kind that are read. */
    static final int MOST = 200;

    /** The most comparisons with a trail that are read: four months of one vendor's, one each quarter of an hour. */
    private static final int MOST_COMPARED = 12_000;

    private static final int AT_ONCE = 500;
    private static final int BEFORE = 20;
    private static final List<String> RUNS = List.of("start", "stop", "policies_loaded");
    private static final Pattern COMPARED = Pattern.compile(
            "([a-z0-9-]{1,32}(?:/[a-z0-9-]{1,24})?)&([0-9a-f]{32}|[0-9a-f]{64})&round=(\\d{1,12})&undecided=(\\d{1,12})"
                    + "&unread=(\\d{1,12})(?:&calls=\\d{1,12})?");

    private final ProjectionSearch search;
    private final ReportPeriod period;
    private final long records;
    /** Whether several gateways may write the log at the same time. */
    private final boolean shared;

    PeriodEventReader(ProjectionSearch search, ReportPeriod period, long records, boolean shared) {
        this.search = search;
        this.period = period;
        this.records = records;
        this.shared = shared;
    }

    /** Indexes of the records to read, and counts. */
    private record Listed(
            Map<String, Long> acts,
            long clock,
            List<Long> runs,
            List<Long> gaps,
            List<Long> compared,
            List<Long> approvals,
            boolean more) {}

    /** @param begin when the log began, if that is after the period did; else null */
    ReportEvents read(Instant now, @Nullable Instant begin) {
        var listed = search.tally(file -> list(new PeriodRecords(file, period, records)));
        var runs = new RunHistory(period, shared);
        verified(listed.runs).forEach(runs::add);
        var gaps = new ArrayList<>(runs.gaps(now));
        if (begin != null) {
            var until = begin.isBefore(period.until()) ? begin : period.until();
            gaps.add(new RecordingGap(RecordingGap.Kind.BEFORE_LOG, period.from(), until, null));
        }
        verified(listed.gaps).forEach(record -> gaps.add(gap(record.fields())));
        gaps.sort(Comparator.comparing(RecordingGap::until));
        return new ReportEvents(
                listed.acts,
                listed.clock,
                gaps,
                comparisons(listed.compared),
                runs.policies(),
                approvals(listed.approvals),
                listed.more);
    }

    /** Not known if one of the records does not verify, or is not read. */
    private List<ApprovalRequirementPeriod> approvals(List<Long> places) {
        var changes = verified(places).stream()
                .map(VerifiedRecord::fields)
                .map(record -> ApprovalRequirementPeriod.RecordedApprovals.of(
                        Objects.requireNonNullElse(time(record.path("time")), Instant.EPOCH),
                        record.path("subject").asText()))
                .toList();
        return changes.size() < places.size() || places.size() > MOST
                ? ApprovalRequirementPeriod.unknown()
                : ApprovalRequirementPeriod.of(changes, period, search.tally(file -> file.floor() == 0));
    }

    private List<RecordedReconciliation> comparisons(List<Long> places) {
        var comparisons = new ArrayList<RecordedReconciliation>();
        for (int from = 0; from < places.size(); from += AT_ONCE) {
            verified(places.subList(from, Math.min(places.size(), from + AT_ONCE)))
                    .forEach(record -> {
                        var comparison = comparison(record.fields());
                        if (comparison != null) {
                            comparisons.add(comparison);
                        }
                    });
        }
        return RecordedReconciliation.byDay(comparisons);
    }

    private static Listed list(PeriodRecords of) throws SQLException {
        var acts = of.ofKind("ADMIN");
        var runs = new TreeSet<Long>();
        boolean more = false;
        for (var act : RUNS) {
            var found = acts.with(SearchFacet.ACT, act);
            more |= found.count() > MOST;
            runs.addAll(found.oldest(MOST));
            runs.addAll(of.actsBefore(act, BEFORE));
        }
        var approvals = new TreeSet<>(of.actsBefore(ApprovalRequirementPeriod.ACT, 1));
        approvals.addAll(
                acts.with(SearchFacet.ACT, ApprovalRequirementPeriod.ACT).oldest(MOST + 1));
        var gaps = of.ofKind("GAP");
        var compared = of.actsSince("reconcile");
        more |= gaps.count() > MOST || compared.count() > MOST_COMPARED;
        return new Listed(
                new TreeMap<>(acts.countBy(SearchFacet.ACT)),
                of.ofKind("CLOCK").count(),
                List.copyOf(runs),
                gaps.oldest(MOST),
                compared.newest(MOST_COMPARED),
                List.copyOf(approvals),
                more);
    }

    /** The records that verify. Those that do not are told by the audit; their content is not read. */
    private List<VerifiedRecord> verified(Collection<Long> places) {
        return search.checkedAt(places).stream()
                .filter(VerifiedRecord.class::isInstance)
                .map(CheckedRecord::requireVerified)
                .toList();
    }

    private static RecordingGap gap(JsonNode record) {
        boolean counted = record.has("attempts");
        return new RecordingGap(
                counted ? RecordingGap.Kind.UNWRITABLE : RecordingGap.Kind.CUT_OFF,
                time(record.path("since")),
                Objects.requireNonNullElse(time(record.path("time")), Instant.EPOCH),
                counted ? record.path("attempts").asLong() : null);
    }

    static @Nullable RecordedReconciliation comparison(JsonNode record) {
        var told = COMPARED.matcher(record.path("subject").asText());
        var time = time(record.path("time"));
        return time == null || !told.matches()
                ? null
                : new RecordedReconciliation(
                        time,
                        told.group(1),
                        told.group(2),
                        Long.parseLong(told.group(3)),
                        Long.parseLong(told.group(4)),
                        Long.parseLong(told.group(5)),
                        1);
    }

    static @Nullable Instant time(JsonNode field) {
        try {
            return Instant.parse(field.asText());
        } catch (DateTimeException none) {
            return null;
        }
    }
}
