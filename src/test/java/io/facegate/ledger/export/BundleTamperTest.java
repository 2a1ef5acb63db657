package io.facegate.ledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.proof.OfflineAudit;
import io.facegate.ledger.proof.VerificationResult;
import io.facegate.ledger.proof.VerificationTarget;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.witness.WitnessPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a bundle afterwards is found with the public key alone, and the first bad record named. */
class BundleTamperTest {
    private static final int FIRST = 3;

    @TempDir
    Path folder;

    private String key = "";
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** Records 3 to 7 are in the bundle, out of ten and more. */
    @BeforeEach
    void make() throws Exception {
        var data = folder.resolve("data");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int i = 0; i < 10; i++) {
                var question = i >= FIRST && i < FIRST + 5 ? Sample.askedByPolice() : Sample.asked();
                ledger.refuse(question, Sample.refuse());
            }
        }
        key = Files.readString(data.resolve(LogKey.CHAIN)).lines().findFirst().orElseThrow();
        files.putAll(unzipped(bundle(data, RecordQuery.matchAll(1).withFacet(SearchFacet.ORGANISATION, "metro-pd"))));
    }

    private static byte[] bundle(Path data, RecordQuery query) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var bundle = EvidenceBundle.collect(archive, LedgerAddress.ofFolder(data), query);
            Ledger.administrate(data, bundle.act("r.lee", null));
            assertThat(bundle.write(out).records()).isEqualTo(5);
        }
        return out.toByteArray();
    }

    private static Map<String, byte[]> unzipped(byte[] bytes) throws Exception {
        var all = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                all.put(entry.getName(), zip.readAllBytes());
            }
        }
        return all;
    }

    private VerificationResult verify() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        var path = Files.write(folder.resolve("bundle.zip"), out.toByteArray());
        return OfflineAudit.verify(new VerificationTarget(path, key, null, WitnessPolicy.NONE, List.of()));
    }

    private long bad() throws Exception {
        var verdict = verify();
        assertThat(verdict.isIntact()).isFalse();
        var damage = verdict.records().damage();
        return damage == null ? -1 : damage.index();
    }

    /** The control: untouched, it verifies. */
    @Test
    void aBundleVerifiesWithThePublicKeyAlone() throws Exception {
        var verdict = verify();
        assertThat(verdict.problem()).isNull();
        assertThat(verdict.isIntact()).isTrue();
        assertThat(verdict.records().size()).isEqualTo(5);
    }

    @Test
    void anyByteOfAnyFileThatIsFlippedIsFound() throws Exception {
        var random = new Random(4);
        for (var name : List.copyOf(files.keySet())) {
            var whole = files.get(name);
            for (int round = 0; round < 12 && whole.length > 0; round++) {
                var changed = whole.clone();
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                files.put(name, changed);
                assertThat(verify().isIntact()).as(name).isFalse();
            }
            files.put(name, whole);
        }
        assertThat(verify().isIntact()).isTrue();
    }

    @Test
    void theFirstRecordThatWasChangedIsNamed() throws Exception {
        lines(lines -> lines.set(2, lines.get(2).replace("metro-pd", "metro-pp")));
        assertThat(bad()).isEqualTo(FIRST + 2);
        assertThat(verify().records().damage().id()).isNotNull();
    }

    @Test
    void recordsThatWereSwappedRemovedOrDoubledAreNamedWhateverTheManifestSays() throws Exception {
        var whole = files.get("records.jsonl");
        lines(lines -> Collections.swap(lines, 1, 3));
        assertThat(bad()).isEqualTo(FIRST + 1);
        files.put("records.jsonl", whole);
        lines(lines -> lines.remove(1));
        assertThat(bad()).isEqualTo(FIRST + 1);
        files.put("records.jsonl", whole);
        lines(lines -> lines.add(2, lines.get(1)));
        assertThat(bad()).isEqualTo(FIRST + 2);
        files.put("records.jsonl", whole);
        lines(lines -> lines.add(lines.get(4)));
        assertThat(bad()).isEqualTo(FIRST + 4);
        files.put("records.jsonl", whole);
        lines(List::removeLast);
        assertThat(bad()).isEqualTo(FIRST + 4);
    }

    @Test
    void aProofThatIsMissingOrAnothersIsNamed() throws Exception {
        var proof = files.remove("proofs/4.tlog-proof");
        assertThat(bad()).isEqualTo(4);
        files.put("proofs/4.tlog-proof", files.get("proofs/5.tlog-proof"));
        assertThat(bad()).isEqualTo(4);
        files.put("proofs/4.tlog-proof", proof);
        assertThat(verify().isIntact()).isTrue();
    }

    /** With its proof, and with the manifest made anew: only the seal can tell. */
    @Test
    void aRecordThatWasLeftOutAltogetherBreaksTheSeal() throws Exception {
        files.remove("proofs/5.tlog-proof");
        lines(lines -> lines.remove(2));
        assertThat(bad()).isEqualTo(-1);
        assertThat(verify().problem()).contains("a file was changed, left out or added");
    }

    @Test
    void policiesAndInstructionsAreSealedToo() throws Exception {
        files.put("README.txt", "Trust me.".getBytes(StandardCharsets.UTF_8));
        assertThat(verify().problem()).contains("README.txt is not the file");
        sealAnew();
        assertThat(verify().problem()).contains("not of this bundle");
        files.put("more.txt", new byte[1]);
        assertThat(verify().problem()).contains("more.txt");
    }

    @Test
    void anotherLogsBundleOrKeyIsNotBelieved() throws Exception {
        var other = folder.resolve("other");
        try (var ledger = Ledger.open(other, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        key = Files.readString(other.resolve(LogKey.CHAIN)).lines().findFirst().orElseThrow();
        assertThat(verify().isIntact()).isFalse();
        Files.writeString(folder.resolve("bundle.zip"), "PK and nothing more");
        var evidence = new VerificationTarget(folder.resolve("bundle.zip"), key, null, WitnessPolicy.NONE, List.of());
        assertThat(OfflineAudit.verify(evidence).isIntact()).isFalse();
    }

    /** Changes lines, and makes the manifest fit. */
    private void lines(Consumer<List<String>> change) throws Exception {
        var lines = new ArrayList<>(new String(files.get("records.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .toList());
        change.accept(lines);
        files.put("records.jsonl", (String.join("\n", lines) + '\n').getBytes(StandardCharsets.UTF_8));
        sealAnew();
    }

    private void sealAnew() throws Exception {
        var manifest = new StringBuilder();
        for (var file : files.entrySet()) {
            if (!file.getKey().equals("manifest.txt") && !file.getKey().startsWith("seal")) {
                var digest = MessageDigest.getInstance("SHA-256").digest(file.getValue());
                manifest.append(HexFormat.of().formatHex(digest))
                        .append("  ")
                        .append(file.getKey())
                        .append('\n');
            }
        }
        files.put("manifest.txt", manifest.toString().getBytes(StandardCharsets.UTF_8));
    }
}
