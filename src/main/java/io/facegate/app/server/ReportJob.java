package io.facegate.app.server;

import io.facegate.call.Fault;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.report.PeriodicReports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Hourly job that writes the reports of months that are over. A failure is logged, and tried again. */
final class ReportJob {
    private static final System.Logger LOG = System.getLogger(ReportJob.class.getName());
    private static final Duration HOUR = Duration.ofHours(1);

    /** So that a start is not slowed down. */
    private static final Duration FIRST = Duration.ofMinutes(1);

    private final PeriodicReports reports;

    private ReportJob(PeriodicReports reports) {
        this.reports = reports;
    }

    /** Starts the job; it ends with the process. */
    static void start(PeriodicReports reports) {
        Thread.ofPlatform().daemon().name("reports").start(new ReportJob(reports)::run);
    }

    private void run() {
        try {
            for (var pause = FIRST; true; pause = HOUR) {
                Thread.sleep(pause);
                write();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            for (var file : reports.write()) {
                LOG.log(Level.INFO, "The report of a month is in {0}.", file);
            }
        } catch (IOException | UncheckedIOException | Fault | ViewAudit.Unrecorded failed) {
            LOG.log(Level.ERROR, "The report of a month could not be written. The next attempt is in an hour.", failed);
        }
    }
}
