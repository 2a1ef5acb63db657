package io.facegate.ledger.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Digests;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.proof.BundleCheck;
import io.facegate.ledger.proof.InclusionProver;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Evidence bundle in one ZIP file: records, a proof of each, the policies, and instructions to verify them. The log
 * itself seals it: the record of the export contains the SHA-256 of the bundle's manifest.
 */
public final class EvidenceBundle {
    private static final HexFormat HEX = HexFormat.of();
    private static final String POLICIES = "policies";

    private final ProjectionSearch archive;
    private final LedgerAddress ledger;
    private final Path data;
    private final BundleContent content;
    private final Map<String, String> files = new TreeMap<>();
    private final String manifest;
    private final ExportResult export;

    private EvidenceBundle(ProjectionSearch archive, LedgerAddress ledger, BundleContent content) throws IOException {
        this.archive = archive;
        this.ledger = ledger;
        this.data = ledger.data();
        this.content = content;
        var records = archive.recordsAt(content.places());
        if (records.isEmpty()) {
            throw new IOException("No record matches.");
        }
        this.export = records(records);
        proofs(records);
        files.put("disclosures.jsonl", disclosedSalts(records));
        policies(records);
        files.putAll(content.more());
        this.manifest = manifest();
    }

    /** Collects the matching records, and the outcomes of the decisions among them; nothing is written yet. */
    public static EvidenceBundle collect(ProjectionSearch archive, LedgerAddress ledger, RecordQuery query)
            throws IOException {
        return collect(archive, ledger, BundleContent.of(archive, query));
    }

    /** Collects these records; nothing is written yet. */
    public static EvidenceBundle collect(ProjectionSearch archive, LedgerAddress ledger, BundleContent content)
            throws IOException {
        return new EvidenceBundle(archive, ledger, content);
    }

    /** The act that records this bundle. It is the seal, and must be durable before {@link #write}. */
    public Administrative act(String by, @Nullable String matter) {
        return new Administrative(ExportResult.ACT, subject(), by, matter, Instant.now());
    }

    private String subject() {
        return BundleCheck.SUBJECT + HEX.formatHex(Digests.sha256(manifest.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes the bundle, with the proof of its seal. */
    public ExportResult write(OutputStream out) throws IOException {
        var seal = archive.find(RecordQuery.matchAll(1)
                .withFacet(SearchFacet.ACT, ExportResult.ACT)
                .withFacet(SearchFacet.SUBJECT, subject()));
        if (seal.isEmpty()) {
            throw new IOException("The record of the bundle is not there yet.");
        }
        try (var zip = new ZipOutputStream(out)) {
            for (var file : files.entrySet()) {
                put(zip, file.getKey(), file.getValue());
            }
            put(zip, BundleCheck.MANIFEST, manifest);
            var proof = InclusionProver.prove(ledger, seal.getFirst().index());
            put(zip, BundleCheck.SEAL, proof.encoded());
        }
        return export;
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static JsonNode read(VerifiedRecord entry) {
        try {
            return JsonMappers.PLAIN.readTree(entry.json());
        } catch (IOException damaged) {
            return JsonMappers.PLAIN.createObjectNode();
        }
    }

    private ExportResult records(List<VerifiedRecord> records) {
        var lines = new StringBuilder();
        var leaves = Digests.newSha256();
        for (var entry : records) {
            lines.append(new String(entry.json(), StandardCharsets.UTF_8)).append('\n');
            leaves.update(entry.leaf());
        }
        files.put(BundleCheck.RECORDS, lines.toString());
        return new ExportResult(records.size(), HEX.formatHex(leaves.digest()));
    }

    private void proofs(List<VerifiedRecord> records) throws IOException {
        var proofs = InclusionProver.prove(
                ledger, records.stream().map(VerifiedRecord::index).toList());
        for (var proof : proofs) {
            files.put(BundleCheck.proof(proof.index()), proof.encoded());
        }
        files.put(BundleCheck.CHECKPOINT, proofs.getFirst().checkpoint().encoded());
        files.put(BundleCheck.KEYS, Files.readString(data.resolve(LogKey.CHAIN)));
        BundleCheckPage.put(files, proofs);
        files.put("README.txt", instructions(records.size()));
        files.put("start.html", start(records.size()));
        files.put("check.sh", resource("check.sh"));
        files.put("check.py", resource("check.py"));
    }

    /** Lists the salts that disclose the query's values which the records only commit to. */
    private String disclosedSalts(List<VerifiedRecord> records) throws IOException {
        var lines = new StringBuilder();
        try (var salts = ledger.salts().read()) {
            for (var entry : records) {
                for (var salt : salts.findByRecord(read(entry).path("id").asText())) {
                    var value = content.disclosed(salt);
                    if (value != null && salt.isFor(value)) {
                        lines.append(JsonMappers.PLAIN
                                        .createObjectNode()
                                        .put("record", salt.record())
                                        .put("field", salt.field().key())
                                        .put("value", value)
                                        .put("salt", HEX.formatHex(salt.bytes())))
                                .append('\n');
                    }
                }
            }
        } catch (SQLException unreadable) {
            throw new IOException("The salts cannot be read: " + unreadable.getMessage(), unreadable);
        }
        return lines.toString();
    }

    private void policies(List<VerifiedRecord> records) throws IOException {
        var digests = new TreeSet<String>();
        records.forEach(entry ->
                digests.add(read(entry).path(RecordField.POLICIES.key()).asText()));
        for (var digest : digests) {
            var folder = data.resolve(POLICIES).resolve(digest);
            if (digest.matches("[0-9a-f]{64}") && Files.isDirectory(folder)) {
                try (var kept = Files.list(folder)) {
                    for (var file : kept.toList()) {
                        files.put(POLICIES + '/' + digest + '/' + file.getFileName(), Files.readString(file));
                    }
                }
            }
        }
    }

    private String instructions(int records) throws IOException {
        return resource("bundle.txt")
                .replace("{query}", content.description())
                .replace("{records}", Integer.toString(records))
                .replace(
                        "{account}",
                        content.more().containsKey(BundleContent.ACCOUNT)
                                ? "  account.html       what happened, for people, in English; account.fr.html in"
                                        + " French\n"
                                : "")
                .replace("{check}", files.containsKey(BundleCheckPage.NAME) ? BundleCheckPage.CONTENTS : "");
    }

    /** True if a bundle of that many records has a page that checks it in a browser. */
    public static boolean hasCheckPage(int records) {
        return records <= BundleCheckPage.MOST;
    }

    /** The page that says what this is and where to begin. */
    private String start(int records) throws IOException {
        boolean accounts = content.more().containsKey(BundleContent.ACCOUNT);
        boolean checks = files.containsKey(BundleCheckPage.NAME);
        var decision = content.decision();
        return resource("start.html")
                .replace("{about}", decision == null ? "" : "Decision <code>" + decision + "</code>: ")
                .replace("{objet}", decision == null ? "" : "Décision <code>" + decision + "</code>\u00a0: ")
                .replace("{records}", records + (records == 1 ? " record" : " records"))
                .replace("{enregistrements}", records + (records == 1 ? " enregistrement" : " enregistrements"))
                .replace("{account}", accounts ? "<li><a href=\"account.html\">Read what happened</a>.</li>\n" : "")
                .replace(
                        "{compte}",
                        accounts ? "<li><a href=\"account.fr.html\">Lire ce qui s’est passé</a>.</li>\n" : "")
                .replace("{check}", checks ? BundleCheckPage.STEP : "")
                .replace("{controle}", checks ? BundleCheckPage.FRENCH_STEP : "");
    }

    static String resource(String name) throws IOException {
        try (var text = EvidenceBundle.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IOException("The instructions are missing from the program.");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String manifest() {
        var lines = new StringBuilder();
        files.forEach((name, text) -> lines.append(HEX.formatHex(Digests.sha256(text.getBytes(StandardCharsets.UTF_8))))
                .append("  ")
                .append(name)
                .append('\n'));
        return lines.toString();
    }
}
