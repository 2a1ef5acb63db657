package io.facegate.ledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.SearchArchive;
import io.facegate.ledger.record.Field;
import io.facegate.ledger.search.Facet;
import io.facegate.ledger.search.Query;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks bundles by what their README.txt says, and with nothing of the gateway's own. */
class BundleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();
    private static final Query ALL = Query.any(1);

    @TempDir
    Path data;

    private Map<String, String> bundle(Query query) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var archive = SearchArchive.open(LedgerAddress.in(data))) {
            Bundle.write(archive, data, query, out);
        }
        var files = new TreeMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private String fill() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int i = 0; i < 300; i++) {
                ledger.refuse(Sample.asked(), Sample.refuse());
            }
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            var permitted = ledger.clear(Sample.asked(), Sample.permit());
            ledger.close(permitted, new Ending("ok", "", 1, 10));
            ledger.administrative(new Ledger.Administrative("evidence_add", "w-1", "m.roe", "24-1187", Sample.NOW));
            var policies = Files.createDirectories(data.resolve("policies").resolve(Sample.DIGEST));
            Files.writeString(policies.resolve("base.yaml"), "pack: base\n");
            return ledger.head().root();
        }
    }

    @Test
    void everyRecordVerifiesByTheInstructionsAlone() throws Exception {
        var root = fill();
        var files = bundle(ALL);
        assertThat(JSON.readTree(files.get("head.json")).path("root").asText()).isEqualTo(root);
        assertThat(files.get("README.txt")).contains("Records:   304, out of a ledger of 304");
        assertThat(files).containsEntry("policies/" + Sample.DIGEST + "/base.yaml", "pack: base\n");
        assertThat(wrong(files)).isNull();
    }

    @Test
    void whatIsChangedAfterwardsIsFound() throws Exception {
        fill();
        var files = bundle(ALL.with(Facet.VERDICT, "permit"));
        assertThat(wrong(files)).isNull();
        var changed = new TreeMap<>(files);
        changed.put("records.jsonl", files.get("records.jsonl").replace("hope", "dope"));
        assertThat(wrong(changed)).isEqualTo("records.jsonl");
        changed.put("manifest.txt", manifest(changed));
        assertThat(wrong(changed)).isEqualTo("leaf 0");
        changed = new TreeMap<>(files);
        changed.put("head.json", files.get("head.json").replaceAll("\"root\":\"..", "\"root\":\"00"));
        changed.put("manifest.txt", manifest(changed));
        assertThat(wrong(changed)).isEqualTo("root 0");
    }

    @Test
    void aDecisionComesWithItsOutcomeAndACaseWithItsSalt() throws Exception {
        fill();
        var permitted = bundle(ALL.with(Facet.VERDICT, "permit"));
        assertThat(permitted.get("records.jsonl").lines()).hasSize(2);
        assertThat(permitted.get("records.jsonl")).contains("\"kind\":\"OUTCOME\"");
        assertThat(permitted.get("disclosures.jsonl")).isEmpty();

        var matter = bundle(ALL.about(Field.CASE, "24-1187"));
        assertThat(matter.get("records.jsonl").lines()).hasSize(1);
        var shown = JSON.readTree(matter.get("disclosures.jsonl"));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HEX.parseHex(shown.path("salt").asText()), "HmacSHA256"));
        var committed = mac.doFinal(
                (shown.path("field").asText() + '\0' + shown.path("value").asText()).getBytes(StandardCharsets.UTF_8));
        assertThat(JSON.readTree(matter.get("records.jsonl")).path("case").asText())
                .isEqualTo(HEX.formatHex(committed));
        assertThat(matter.get("README.txt")).contains("case=…").doesNotContain("24-1187");
        assertThat(matter.get("disclosures.jsonl")).doesNotContain("person");
    }

    /** Steps 1 to 3 of README.txt; null when nothing is wrong. */
    private static String wrong(Map<String, String> files) throws Exception {
        for (var line : files.get("manifest.txt").split("\n")) {
            var name = line.substring(66);
            if (!HEX.formatHex(sha256(files.get(name).getBytes(StandardCharsets.UTF_8)))
                    .equals(line.substring(0, 64))) {
                return name;
            }
        }
        var head = JSON.readTree(files.get("head.json"));
        var proofs = files.get("proofs.jsonl").lines().toList();
        var records = files.get("records.jsonl").lines().toList();
        for (int i = 0; i < records.size(); i++) {
            var proof = JSON.readTree(proofs.get(i));
            var hash = sha256(new byte[] {0}, records.get(i).getBytes(StandardCharsets.UTF_8));
            if (!HEX.formatHex(hash).equals(proof.path("leaf").asText())) {
                return "leaf " + i;
            }
            long n = proof.path("index").asLong();
            long last = head.path("size").asLong() - 1;
            for (var beside : proof.path("path")) {
                var other = HEX.parseHex(beside.asText());
                if (n % 2 == 1 || n == last) {
                    hash = sha256(new byte[] {1}, other, hash);
                    while (n % 2 == 0 && n != 0) {
                        n /= 2;
                        last /= 2;
                    }
                } else {
                    hash = sha256(new byte[] {1}, hash, other);
                }
                n /= 2;
                last /= 2;
            }
            if (last != 0 || !HEX.formatHex(hash).equals(head.path("root").asText())) {
                return "root " + i;
            }
        }
        return null;
    }

    private static String manifest(Map<String, String> files) throws Exception {
        var lines = new StringBuilder();
        for (var file : files.entrySet()) {
            if (!file.getKey().equals("manifest.txt")) {
                lines.append(HEX.formatHex(sha256(file.getValue().getBytes(StandardCharsets.UTF_8))))
                        .append("  ")
                        .append(file.getKey())
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private static byte[] sha256(byte[]... parts) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        Arrays.stream(parts).forEach(digest::update);
        return digest.digest();
    }
}
