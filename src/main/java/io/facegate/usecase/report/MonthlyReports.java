package io.facegate.usecase.report;

import io.facegate.ledger.checkpoint.AtomicFile;
import io.facegate.policy.vocabulary.Language;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the report of each month into a folder once the month is over: also of months that ended while no gateway ran.
 * A file that is there is never written again, also not by another gateway with the same folder.
 */
public final class MonthlyReports {
    /** Who takes these reports, in their records. */
    static final String BY = "facegate-monthly";

    /** How long a report waits for the audit of its numbers. */
    private static final Duration PATIENCE = Duration.ofDays(2);

    /** The most months that are caught up with. */
    private static final int MOST = 24;

    private static final List<ReportFormat> FORMATS = List.of(ReportFormat.JSON, ReportFormat.PDF);

    private final TransparencyReports reports;
    private final Path folder;
    private final InstantSource clock;

    public MonthlyReports(TransparencyReports reports, Path folder, InstantSource clock) {
        this.reports = reports;
        this.folder = folder;
        this.clock = clock;
    }

    /** Writes what is missing and can be written now; returns the new files. */
    public List<Path> write() throws IOException {
        var now = clock.instant();
        var first = reports.firstTime();
        var made = new ArrayList<Path>();
        if (first.isEmpty()) {
            return made;
        }
        var last = YearMonth.from(now.atZone(ZoneOffset.UTC)).minusMonths(1);
        var month = YearMonth.from(first.get().atZone(ZoneOffset.UTC));
        if (month.isBefore(last.minusMonths(MOST - 1L))) {
            month = last.minusMonths(MOST - 1L);
        }
        for (; !month.isAfter(last); month = month.plusMonths(1)) {
            made.addAll(write(ReportPeriod.ofMonth(month), now));
        }
        return made;
    }

    private List<Path> write(ReportPeriod month, Instant now) throws IOException {
        var missing = FORMATS.stream()
                .filter(format -> !Files.exists(file(month, format)))
                .toList();
        if (missing.isEmpty()
                || (!reports.isSettled(month) && now.isBefore(month.until().plus(PATIENCE)))) {
            return List.of();
        }
        var report = reports.take(month, "report-monthly", BY, null);
        if (report.basis().behind() > 0) {
            return List.of();
        }
        var made = new ArrayList<Path>();
        for (var format : missing) {
            try {
                AtomicFile.writeNew(file(month, format), format.write(report, Language.EN));
                made.add(file(month, format));
            } catch (FileAlreadyExistsException there) {
                // Another gateway just wrote it.
            }
        }
        return made;
    }

    private Path file(ReportPeriod month, ReportFormat format) {
        return folder.resolve("facegate-report-" + month.word() + '.' + format.word());
    }
}
