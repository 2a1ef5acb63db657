package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LogKeyRotation;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.proof.InclusionProver;
import io.facegate.testkit.Chromium;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that checks proofs, in a real Chromium: it says of every file what our own verifier says. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class VerifierInChromiumTest {
    private static final int FLIPS = 300;
    private static final int RECORDS = 23;

    @TempDir
    private static Path data;

    private static String keys;
    private static final List<String> PROOFS = new ArrayList<>();

    @TestHTTPResource("/log/verify")
    URI page;

    @BeforeAll
    static void start() throws Exception {
        var ledger = LedgerAddress.ofFolder(data);
        write();
        Filled.signed(data);
        PROOFS.add(InclusionProver.prove(ledger, 5).encoded());
        LogKeyRotation.rotate(data, Instant.now());
        write();
        Filled.signed(data);
        for (int index = 0; index < RECORDS; index++) {
            PROOFS.add(InclusionProver.prove(ledger, index).encoded());
        }
        keys = Files.readString(data.resolve("log.keys"));
    }

    private static void write() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int i = 0; i < RECORDS / 2; i++) {
                ledger.refuse(Sample.asked(Instant.now()), Sample.refuse());
            }
        }
    }

    private Page open() {
        var opened = Chromium.browser().newPage();
        opened.navigate(page.toString());
        return opened;
    }

    private static boolean browserSays(Page page, String proof, String key) {
        return (Boolean) page.evaluate(
                "async ([proof, key]) => (await (await import('/log/verify.js')).verify(proof, key)).sound",
                List.of(proof, key));
    }

    private static boolean weSay(String proof, String key) {
        try {
            TlogProof.parse(proof.getBytes(StandardCharsets.UTF_8)).verify(KeyChain.parse(key));
            return true;
        } catch (VerificationException wrong) {
            return false;
        }
    }

    @Test
    void anOfficerSeesThatAProofHoldsAndWhichRecordItIsOf() {
        try (var shown = open()) {
            shown.locator("#proof").setInputFiles(file(PROOFS.getLast()));
            shown.locator("#key").fill(keys);
            shown.getByText("Check", new Page.GetByTextOptions().setExact(true)).click();
            shown.locator("output.sound").waitFor();
            assertThat(shown.locator("output").innerText())
                    .contains("The proof holds: this is record " + RECORDS + " of ", "\"verdict\": \"refuse\"");
            shown.locator("#proof").setInputFiles(file(PROOFS.get(9).replaceFirst("index \\d+", "index 9")));
            shown.getByText("Check", new Page.GetByTextOptions().setExact(true)).click();
            shown.locator("output.unsound").waitFor();
            assertThat(shown.locator("output").innerText())
                    .contains("The proof does not hold: the record does not match the signed checkpoint at its place");
            shown.locator("#key").fill("no key");
            shown.getByText("Check", new Page.GetByTextOptions().setExact(true)).click();
            shown.getByText("Nothing was checked, because that is not a valid key: the key must have the form")
                    .waitFor();
        }
    }

    private static com.microsoft.playwright.options.FilePayload file(String proof) {
        return new com.microsoft.playwright.options.FilePayload(
                "one.tlog-proof", "text/plain", proof.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyProofOfALogWhoseKeyWasRotatedHolds() {
        try (var shown = open()) {
            for (var proof : PROOFS) {
                assertThat(weSay(proof, keys)).isTrue();
                assertThat(browserSays(shown, proof, keys)).isTrue();
            }
            var first = keys.lines().findFirst().orElseThrow();
            assertThat(browserSays(shown, PROOFS.getFirst(), first)).isTrue();
            assertThat(browserSays(shown, PROOFS.getLast(), first)).isFalse();
            assertThat(weSay(PROOFS.getLast(), first)).isFalse();
        }
    }

    @Test
    void whateverIsChangedBothSayTheSame() {
        var random = new Random(6);
        int unsound = 0;
        try (var shown = open()) {
            for (int i = 0; i < FLIPS; i++) {
                var proof = changed(PROOFS.get(random.nextInt(PROOFS.size())), random);
                boolean ours = weSay(proof, keys);
                assertThat(browserSays(shown, proof, keys)).as(proof).isEqualTo(ours);
                unsound += ours ? 0 : 1;
            }
        }
        assertThat(unsound).isGreaterThan(FLIPS * 9 / 10);
    }

    /** One letter is another, is gone, is there twice, or a line is. */
    private static String changed(String proof, Random random) {
        int at = random.nextInt(proof.length());
        return switch (random.nextInt(4)) {
            case 0 -> proof.substring(0, at) + (char) ('0' + random.nextInt(75)) + proof.substring(at + 1);
            case 1 -> proof.substring(0, at) + proof.substring(at + 1);
            case 2 -> proof.substring(0, at) + proof.charAt(at) + proof.substring(at);
            default -> {
                var lines = new ArrayList<>(proof.lines().toList());
                int line = random.nextInt(lines.size());
                lines.add(line, lines.get(random.nextInt(lines.size())));
                yield String.join("\n", lines) + "\n";
            }
        };
    }
}
