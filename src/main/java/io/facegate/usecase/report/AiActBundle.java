package io.facegate.usecase.report;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.EvidenceBundle;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.vocabulary.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Evidence for Articles 12 and 26 of the EU AI Act in one ZIP file: the report of a period, the measures and the articles
 * that they serve, the policies in force, and the records of the period with their proofs.
 */
public final class AiActBundle {
    /** What an export of a bundle is recorded as. */
    public static final String RECORDED = "ai-act-bundle";

    /** The most records that a bundle holds with their proofs; the log itself proves more. */
    static final long MOST = 20_000;

    private static final int MOST_POLICIES = 50;
    private static final String POLICIES = "policies";

    private final LedgerAddress ledger;
    private final TransparencyReports reports;
    private final Language language;

    public AiActBundle(LedgerAddress ledger, TransparencyReports reports, Language language) {
        this.ledger = ledger;
        this.reports = reports;
        this.language = language;
    }

    /**
     * Writes the bundle of a period. Who takes it is recorded before anything is read.
     *
     * @throws io.facegate.call.Fault.LedgerTampered if a record that belongs in it does not verify
     */
    public byte[] write(ReportPeriod period, String by) throws IOException {
        var report = reports.take(period, RECORDED, by, null);
        var bundle = bundle(report, by);
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            var document = ReportComposer.compose(report, language);
            put(zip, "report.html", ReportFormat.HTML.write(document));
            put(zip, "report.pdf", ReportFormat.PDF.write(document));
            put(zip, "report.csv", ReportFormat.CSV.write(document));
            put(zip, "report.json", ReportFormat.JSON.write(report, language));
            var measures = OversightMeasures.compose(report, language);
            put(zip, "measures.html", ReportFormat.HTML.write(measures));
            put(zip, "measures.pdf", ReportFormat.PDF.write(measures));
            policies(zip, report);
            if (bundle != null) {
                put(zip, "records.zip", bundle);
            }
            put(zip, "README.txt", instructions(report, bundle != null).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** The records of the period with their proofs; null if there are none, or too many. */
    private byte @Nullable [] bundle(TransparencyReport report, String by) throws IOException {
        var query = RecordQuery.matchAll(1)
                .withPeriod(report.period().from(), report.period().until())
                .beforeIndex(report.basis().position().records());
        try (var search = ProjectionSearch.open(ledger)) {
            long records = search.tally(file -> file.match(query).count());
            if (records == 0 || records > MOST) {
                return null;
            }
            var bundle = EvidenceBundle.collect(search, ledger, query);
            reports.record(bundle.act(by, null));
            var bytes = new ByteArrayOutputStream();
            bundle.write(bytes);
            return bytes.toByteArray();
        }
    }

    /** The sets of policies that decided, or were in use; each is one that the archive still has unaltered. */
    private void policies(ZipOutputStream zip, TransparencyReport report) throws IOException {
        var digests = new TreeSet<>(report.tallies().decisionsByPolicies().keySet());
        report.tallies().events().policies().forEach(use -> digests.add(use.digest()));
        for (var digest : digests.stream().limit(MOST_POLICIES).toList()) {
            for (var file : files(digest).entrySet()) {
                put(zip, POLICIES + '/' + digest + '/' + file.getKey(), file.getValue());
            }
        }
    }

    private SortedMap<String, byte[]> files(String digest) {
        try {
            return PolicyArchive.ofFolder(ledger.data()).files(digest);
        } catch (PolicyErrors gone) {
            return new TreeMap<>();
        }
    }

    private String instructions(TransparencyReport report, boolean bundled) {
        var words = new ReportWords(language, "");
        return words.fill("bundle.title", words.period(report.period())) + "\n\n"
                + words.say("section.lawyers.text") + "\n\n"
                + words.say("bundle.files") + "\n\n"
                + words.say(bundled ? "bundle.records" : "bundle.without")
                + "\n\n"
                + words.fill(
                        "bundle.again",
                        Long.toString(report.basis().position().records()),
                        report.basis().position().root())
                + '\n';
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
