package io.facegate.ledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks bundles by what their README.txt says, and with nothing of the gateway's own. */
class EvidenceBundleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();
    private static final RecordQuery ALL = RecordQuery.matchAll(1);

    @TempDir
    Path data;

    private Map<String, String> bundle(RecordQuery query) throws Exception {
        var files = new TreeMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes(query)))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private byte[] bytes(RecordQuery query) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var bundle = EvidenceBundle.collect(archive, LedgerAddress.ofFolder(data), query);
            Ledger.administrate(data, bundle.act("r.lee", null));
            bundle.write(out);
        }
        return out.toByteArray();
    }

    private String fill() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int i = 0; i < 300; i++) {
                ledger.refuse(Sample.asked(), Sample.refuse());
            }
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            var permitted = ledger.recordPermit(Sample.asked(), Sample.permit());
            ledger.close(permitted, new Ending("ok", "", 1, 10));
            ledger.recordAct(new Ledger.Administrative("evidence_add", "w-1", "m.roe", "24-1187", Sample.NOW));
            var policies = Files.createDirectories(data.resolve("policies").resolve(Sample.DIGEST));
            Files.writeString(policies.resolve("base.yaml"), "pack: base\n");
            return ledger.head().root();
        }
    }

    @Test
    void everyRecordVerifiesByTheInstructionsAlone() throws Exception {
        var root = fill();
        var files = bundle(ALL);
        assertThat(HEX.formatHex(root(files))).isEqualTo(root);
        assertThat(files.get("README.txt")).contains("Records:   304\n");
        assertThat(files).containsEntry("policies/" + Sample.DIGEST + "/base.yaml", "pack: base\n");
        assertThat(wrong(files)).isNull();
    }

    @Test
    void whatIsChangedAfterwardsIsFound() throws Exception {
        fill();
        var files = bundle(ALL.withFacet(SearchFacet.VERDICT, "permit"));
        assertThat(wrong(files)).isNull();
        var changed = new TreeMap<>(files);
        changed.put("records.jsonl", files.get("records.jsonl").replace("hope", "dope"));
        assertThat(wrong(changed)).isEqualTo("records.jsonl");
        changed.put("manifest.txt", manifest(changed));
        assertThat(wrong(changed)).isEqualTo("line 0");
        changed = new TreeMap<>(files);
        changed.put("checkpoint", files.get("checkpoint").replaceAll("(\n[0-9]+\n)....", "$1AAAA"));
        changed.put("manifest.txt", manifest(changed));
        assertThat(wrong(changed)).isEqualTo("root 0");
    }

    @Test
    void aDecisionComesWithItsOutcomeAndACaseWithItsSalt() throws Exception {
        fill();
        var permitted = bundle(ALL.withFacet(SearchFacet.VERDICT, "permit"));
        assertThat(permitted.get("records.jsonl").lines()).hasSize(2);
        assertThat(permitted.get("records.jsonl")).contains("\"kind\":\"OUTCOME\"");
        assertThat(permitted.get("disclosures.jsonl")).isEmpty();

        var matter = bundle(ALL.withCommitted(RecordField.CASE, "24-1187"));
        assertThat(matter.get("records.jsonl").lines()).hasSize(1);
        var shown = JSON.readTree(matter.get("disclosures.jsonl"));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HEX.parseHex(shown.path("salt").asText()), "HmacSHA256"));
        var committed = mac.doFinal(
                (shown.path("field").asText() + '\0' + shown.path("value").asText()).getBytes(StandardCharsets.UTF_8));
        assertThat(JSON.readTree(matter.get("records.jsonl")).path("case").asText())
                .isEqualTo(HEX.formatHex(committed));
        assertThat(matter.get("README.txt")).contains("case=*").doesNotContain("24-1187");
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
        var records = files.get("records.jsonl").lines().toList();
        var places = files.keySet().stream()
                .filter(name -> name.startsWith("proofs/"))
                .map(name -> Long.valueOf(name.replaceAll("[^0-9]", "")))
                .sorted()
                .toList();
        for (int i = 0; i < records.size(); i++) {
            var proof = files.get("proofs/" + places.get(i) + ".tlog-proof")
                    .split("\n\n", 2)[0]
                    .split("\n");
            var record = Base64.getDecoder().decode(proof[1].substring("extra ".length()));
            if (!new String(record, StandardCharsets.UTF_8).equals(records.get(i))) {
                return "line " + i;
            }
            var hash = sha256(new byte[] {0}, record);
            long n = Long.parseLong(proof[2].substring("index ".length()));
            long last = Long.parseLong(files.get("checkpoint").split("\n")[1]) - 1;
            for (int k = 3; k < proof.length; k++) {
                var other = Base64.getDecoder().decode(proof[k]);
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
            if (last != 0 || !Arrays.equals(hash, root(files))) {
                return "root " + i;
            }
        }
        return null;
    }

    private static byte[] root(Map<String, String> files) {
        return Base64.getDecoder().decode(files.get("checkpoint").split("\n")[2]);
    }

    private static String manifest(Map<String, String> files) throws Exception {
        var lines = new StringBuilder();
        for (var file : files.entrySet()) {
            if (!file.getKey().equals("manifest.txt") && !file.getKey().equals("seal.tlog-proof")) {
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
