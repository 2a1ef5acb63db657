package io.facegate.usecase.report;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.AuditFile;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.export.ExportResult;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFile;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.ViewAudit;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes transparency reports of a ledger. Who looks at a report, or takes it, is on record before anything is counted.
 * The numbers come from the search file; its work does not grow with the number of calls.
 */
public final class TransparencyReports implements AutoCloseable {
    /** How old an audit may be that a report of a period that is not over rests on. */
    private static final Duration RECENT = Duration.ofDays(1);

    /** How the export of a report for the public is recorded: before the name of its format. */
    public static final String PUBLISHED = "published-";

    private final LedgerAddress ledger;
    private final ProjectionSearch search;
    private final ViewAudit views;
    private final Supplier<AuditState> audit;
    private final InstantSource clock;
    private final RuleTexts rules;

    /**
     * Reports of a ledger.
     *
     * @param audit how far the log and the search file were verified
     */
    public TransparencyReports(
            LedgerAddress ledger,
            ProjectionSearch search,
            ViewAudit views,
            Supplier<AuditState> audit,
            InstantSource clock) {
        this.ledger = ledger;
        this.search = search;
        this.views = views;
        this.audit = audit;
        this.clock = clock;
        this.rules = new RuleTexts(PolicyArchive.ofFolder(ledger.data()));
    }

    /** Opens the reports of a ledger for a command, which waits until the search file is up to date. */
    public static TransparencyReports open(LedgerAddress ledger) {
        return new TransparencyReports(
                ledger,
                ProjectionSearch.open(ledger),
                ViewAudit.of(ledger),
                () -> AuditFile.read(ledger.data()),
                InstantSource.system());
    }

    /**
     * Makes a report to look at.
     *
     * @throws ViewAudit.Unrecorded if the view cannot be recorded
     */
    public TransparencyReport view(ReportPeriod period, String viewer) {
        views.recordView(viewer, "report from=" + period.from() + " until=" + period.until());
        return make(period, null);
    }

    /**
     * Makes a report to take away, which is an export.
     *
     * @param form what is taken, such as {@code report-pdf}
     * @param records how many of the log's first records count; null for all that the newest checkpoint covers
     * @throws ViewAudit.Unrecorded if the export cannot be recorded
     * @throws IllegalArgumentException if the log has fewer records
     */
    public TransparencyReport take(ReportPeriod period, String form, String by, @Nullable Long records) {
        requirePresent(records);
        var query = RecordQuery.matchAll(1).withPeriod(period.from(), period.until());
        views.record(ExportResult.act(form, query, by, null));
        return make(period, records);
    }

    /** The evidence for Articles 12 and 26 of the EU AI Act, of the same ledger. */
    public AiActBundle aiAct(Language language) {
        return new AiActBundle(ledger, this, language);
    }

    /**
     * Makes a report that can be published, which is an export of its own kind.
     *
     * @throws ViewAudit.Unrecorded if the export cannot be recorded
     * @throws IllegalArgumentException if the period is no whole year
     */
    public ReportDocument publish(ReportPeriod period, ReportFormat format, String by, Language language) {
        if (!PublicReportWriter.isFor(period)) {
            throw new IllegalArgumentException("only the report of a whole year can be published");
        }
        return PublicReportWriter.compose(take(period, PUBLISHED + format.recorded(), by, null), language);
    }

    /** Records another act of a person, before it is done. */
    void record(Administrative act) {
        views.record(act);
    }

    private void requirePresent(@Nullable Long records) {
        if (records != null && (records < 1 || records > search.indexLag().size())) {
            throw new IllegalArgumentException(
                    "the log has " + search.indexLag().size() + " records");
        }
    }

    private TransparencyReport make(ReportPeriod period, @Nullable Long records) {
        try {
            var now = clock.instant();
            var audited = audit.get();
            var position = records == null ? position(period, now, audited) : TreeHead.of(ledger, records);
            var counted = search.tally(file -> count(file, period, position));
            var begin = counted.basis.logBegin(period, now);
            var reader = new PeriodEventReader(search, period, position.records(), ledger.database() != null);
            var events = reader.read(now, begin);
            return counted.report(period, now, events, refusals(counted, events), audited);
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * How much of the log a new report counts: as much as was audited, if that is all of the period, or of a period that
     * is not over the last day's; else as much as is signed.
     */
    private TreeHead position(ReportPeriod period, Instant now, AuditState audited) throws SQLException {
        var newest = TreeHead.newest(ledger);
        var whole = audited.lastCleanPass();
        if (whole == null || whole.records() < 1 || whole.records() >= newest.records() || hasFindings(audited)) {
            return newest;
        }
        boolean recent =
                now.isBefore(period.until()) && whole.time().plus(RECENT).isAfter(now);
        return recent || whole.records() >= end(period, newest) ? TreeHead.of(ledger, whole.records()) : newest;
    }

    private static boolean hasFindings(AuditState audited) {
        return audited.log() != null || audited.projection() != null;
    }

    private long end(ReportPeriod period, TreeHead newest) {
        return search.tally(file -> new PeriodRecords(file, period, newest.records()).end());
    }

    /** Whether the last audit covers every record of a period. */
    boolean isSettled(ReportPeriod period) {
        var audited = audit.get();
        var whole = audited.lastCleanPass();
        try {
            return whole != null && !hasFindings(audited) && whole.records() >= end(period, TreeHead.newest(ledger));
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    /** The time of the first record that is kept; empty if there is none. */
    public Optional<Instant> firstTime() {
        return search.tally(SearchFile::firstTime);
    }

    /** What is counted in one go, on one state of the search file. */
    private record Counted(
            ReportBasis basis,
            CallCounts calls,
            List<Breakdown> volumes,
            Map<String, Long> refusals,
            TransparencyReport.Tallies tallies) {
        TransparencyReport report(
                ReportPeriod period, Instant now, ReportEvents events, List<RefusedRule> told, AuditState audited) {
            var all = new TransparencyReport.Tallies(
                    tallies.outcomes(),
                    tallies.faultCodes(),
                    tallies.exemptions(),
                    tallies.decisionsByPolicies(),
                    events);
            var verified = new ReportBasis(
                    basis.position(),
                    basis.counted(),
                    basis.unverified(),
                    basis.firstKept(),
                    basis.earliest(),
                    audited,
                    false);
            return new TransparencyReport(period, now, verified, calls, volumes, told, all);
        }
    }

    private static Counted count(SearchFile file, ReportPeriod period, TreeHead position) throws SQLException {
        var tally = new CallTally(new PeriodRecords(file, period, position.records()));
        var basis = new ReportBasis(
                position,
                Math.min(file.next(), position.records()),
                file.unverified(position.records()),
                file.floor(),
                file.firstTime().orElse(null),
                AuditState.NONE,
                false);
        var tallies = new TransparencyReport.Tallies(
                tally.outcomes(),
                tally.faultCodes(),
                tally.exemptions(),
                tally.policies(),
                new ReportEvents(Map.of(), 0, List.of(), List.of(), List.of(), List.of(), false));
        return new Counted(basis, tally.counts(), tally.volumes(), tally.refusals(), tallies);
    }

    /** The refusals by rule, most first. A rule's words are those of the newest policies that have it. */
    private List<RefusedRule> refusals(Counted counted, ReportEvents events) {
        var digests = new LinkedHashSet<String>();
        events.policies().reversed().forEach(use -> digests.add(use.digest()));
        digests.addAll(counted.tallies().decisionsByPolicies().keySet());
        return counted.refusals().entrySet().stream()
                .map(rule -> rules.refused(rule.getKey(), digests, rule.getValue()))
                .sorted(Comparator.comparingLong(RefusedRule::calls).reversed().thenComparing(RefusedRule::rule))
                .toList();
    }

    /** Closes the search file. */
    @Override
    public void close() {
        search.close();
    }
}
