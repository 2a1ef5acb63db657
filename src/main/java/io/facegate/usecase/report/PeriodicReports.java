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
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the report of each month into a folder once the month is over, and that of a quarter and a year when it ends with
 * the month: also of months that ended while no gateway ran. Each is there in each language, and in each format. A file that is there is never written again, also not by another gateway with the same folder.
 */
public final class PeriodicReports {
    /** Who takes these reports, in their records. */
    static final String BY = "facegate-monthly";

    /** How long a report waits for the audit of its numbers. */
    private static final Duration PATIENCE = Duration.ofDays(2);

    /** The most months that are caught up with. */
    private static final int MOST = 24;

    /** JSON has the same words in every language. */
    private static final List<Copy> COPIES = Stream.concat(
                    Stream.of(new Copy(ReportFormat.JSON, Language.EN)),
                    Arrays.stream(Language.values())
                            .flatMap(language -> Stream.of(ReportFormat.PDF, ReportFormat.CSV)
                                    .map(format -> new Copy(format, language))))
            .toList();

    /** A file of a report; in English it is named as the report alone. */
    private record Copy(ReportFormat format, Language language) {
        Path in(Path folder, ReportPeriod period) {
            var said = language == Language.EN ? "" : '.' + language.code();
            return folder.resolve("facegate-report-" + period.word() + said + '.' + format.word());
        }
    }

    private final TransparencyReports reports;
    private final Path folder;
    private final InstantSource clock;

    public PeriodicReports(TransparencyReports reports, Path folder, InstantSource clock) {
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
            for (var period : ending(month)) {
                made.addAll(write(period, now));
            }
        }
        return made;
    }

    /** The periods that end with a month. */
    private static List<ReportPeriod> ending(YearMonth month) {
        var ending = new ArrayList<ReportPeriod>();
        ending.add(ReportPeriod.ofMonth(month));
        if (month.getMonthValue() % 3 == 0) {
            ending.add(ReportPeriod.ofQuarter(month.getYear(), month.getMonthValue() / 3));
        }
        if (month.getMonth() == Month.DECEMBER) {
            ending.add(ReportPeriod.ofYear(month.getYear()));
        }
        return ending;
    }

    private List<Path> write(ReportPeriod period, Instant now) throws IOException {
        var missing = COPIES.stream()
                .filter(copy -> !Files.exists(copy.in(folder, period)))
                .toList();
        if (missing.isEmpty()
                || (!reports.isSettled(period) && now.isBefore(period.until().plus(PATIENCE)))) {
            return List.of();
        }
        var report = reports.take(period, "report-monthly", BY, null);
        if (report.basis().behind() > 0) {
            return List.of();
        }
        var made = new ArrayList<Path>();
        for (var copy : missing) {
            var file = copy.in(folder, period);
            try {
                AtomicFile.writeNew(file, copy.format().write(report, copy.language()));
                made.add(file);
            } catch (FileAlreadyExistsException there) {
                // Another gateway just wrote it.
            }
        }
        return made;
    }
}
