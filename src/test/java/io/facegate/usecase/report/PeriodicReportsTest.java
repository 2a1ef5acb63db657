package io.facegate.usecase.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.usecase.ledger.ViewAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports of months that are over, on a folder whose records begin on 31 May and end on 1 October 2026. */
class PeriodicReportsTest {
    private static final Instant OCTOBER = Instant.parse("2026-10-01T06:00:00Z");

    @TempDir
    Path data;

    @TempDir
    Path folder;

    private final List<String> acts = new CopyOnWriteArrayList<>();

    @BeforeEach
    void aQuarterOfRecords() {
        ReportLedger.fill(data);
    }

    private List<String> write(Instant now, AuditState audit) throws IOException {
        var ledger = LedgerAddress.ofFolder(data);
        try (var reports = new TransparencyReports(
                ledger,
                ProjectionSearch.open(ledger),
                new ViewAudit(act -> acts.add(act.act()), InstantSource.system()),
                () -> audit,
                () -> now)) {
            return new PeriodicReports(reports, folder, () -> now)
                    .write().stream().map(file -> file.getFileName().toString()).toList();
        }
    }

    private static AuditState verifiedUpTo(long records) {
        return new AuditState(new AuditState.CleanPass(OCTOBER, records), records, records, null, null, null);
    }

    @Test
    void eachMonthThatIsOverIsWrittenOnce() throws IOException {
        assertThat(write(OCTOBER, verifiedUpTo(100)))
                .contains("facegate-report-2026-05.pdf", "facegate-report-2026-09.json", "facegate-report-2026-09.csv")
                .contains("facegate-report-2026-Q2.pdf", "facegate-report-2026-Q3.fr.csv")
                .contains("facegate-report-2026-09.fr.pdf")
                .doesNotContain("facegate-report-2026.pdf", "facegate-report-2026-09.fr.json")
                .hasSize(35);
        assertThat(Files.readString(folder.resolve("facegate-report-2026-Q3.csv")))
                .contains("third quarter of 2026");
        assertThat(Files.readString(folder.resolve("facegate-report-2026-Q3.fr.csv")))
                .contains("troisième trimestre 2026");
        assertThat(acts).hasSize(7).containsOnly("export");
        var before = Files.readAllBytes(folder.resolve("facegate-report-2026-07.json"));
        assertThat(write(OCTOBER.plusSeconds(7200), verifiedUpTo(100))).isEmpty();
        assertThat(Files.readAllBytes(folder.resolve("facegate-report-2026-07.json")))
                .isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(35);
        }
    }

    /** Two gateways share a folder: each file is written once, and whole, and neither of them fails. */
    @Test
    void twoGatewaysWriteEachFileOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            Callable<List<String>> gateway = () -> write(OCTOBER, verifiedUpTo(100));
            var made = new ArrayList<String>();
            for (var one : threads.invokeAll(List.of(gateway, gateway))) {
                made.addAll(one.get());
            }
            try (var files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrderElementsOf(made)
                        .hasSize(35);
            }
        }
    }

    @Test
    void aFileThatWasLostIsWrittenAgain() throws IOException {
        write(OCTOBER, verifiedUpTo(100));
        Files.delete(folder.resolve("facegate-report-2026-07.pdf"));
        assertThat(write(OCTOBER, verifiedUpTo(100))).containsExactly("facegate-report-2026-07.pdf");
    }

    /** A month waits for its audit two days at most; what is not verified is then marked. */
    @Test
    void aMonthWaitsForItsAudit() throws IOException {
        var firstOfAugust = Instant.parse("2026-08-01T01:00:00Z");
        assertThat(write(firstOfAugust, AuditState.NONE)).doesNotContain("facegate-report-2026-07.pdf");
        assertThat(write(firstOfAugust.plusSeconds(3 * 86_400), AuditState.NONE))
                .contains("facegate-report-2026-07.pdf");
    }

    @Test
    void theYearsReportComesWithItsLastMonth() throws IOException {
        assertThat(write(Instant.parse("2027-01-04T00:00:00Z"), AuditState.NONE))
                .contains("facegate-report-2026.pdf", "facegate-report-2026.fr.csv", "facegate-report-2026-Q4.csv");
    }

    @Test
    void theMonthThatIsNotOverIsNotWritten() throws IOException {
        assertThat(write(OCTOBER, verifiedUpTo(100))).noneMatch(name -> name.contains("2026-10"));
    }
}
