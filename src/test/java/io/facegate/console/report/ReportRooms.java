package io.facegate.console.report;

import io.facegate.console.AuditStatus;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.report.ReportLedger;
import io.facegate.usecase.report.TransparencyReports;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** What the app hands to the pages of reports, for the tests: a ledger with a quarter of calls. */
@Singleton
final class ReportRooms {
    final Path data;

    ReportRooms() throws IOException {
        data = Files.createTempDirectory("reports");
        ReportLedger.fill(data);
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    TransparencyReports reports(ViewAudit views, AuditStatus audit) {
        var ledger = LedgerAddress.ofFolder(data);
        return new TransparencyReports(
                ledger, ProjectionSearch.open(ledger), views, audit::now, InstantSource.system());
    }
}
