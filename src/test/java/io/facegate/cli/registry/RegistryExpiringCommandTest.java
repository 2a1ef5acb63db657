package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.usecase.delivery.BundleWorkshop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends soon, as the command lists it: registrations, and rules of the policies in force. */
class RegistryExpiringCommandTest {
    private static final String MIDNIGHT = "T00:00:00Z";
    private static final String UNKNOWN = "It is not known which rules end";

    @TempDir
    private Path folder;

    private final Shell shell = new Shell();
    private final String pack = BundleWorkshop.pack(
            "a",
            "permit detect until: " + day(10) + MIDNIGHT,
            "permit verify until: " + day(50) + MIDNIGHT,
            "permit identify");
    private Path data;

    private static LocalDate day(int later) {
        return LocalDate.now(ZoneOffset.UTC).plusDays(later);
    }

    @BeforeEach
    void register() throws IOException {
        data = folder.resolve("data");
        shell.registerPolice(data);
    }

    @Test
    void rulesOfThePoliciesInForceAreListed() throws IOException {
        PolicyArchive.ofFolder(data).store(PolicyReader.read(files()), files());
        load();
        list();
        assertThat(shell.out().strip()).hasLineCount(1).startsWith("kind=rule  name=a/r0  until=" + day(10) + MIDNIGHT);
        assertThat(shell.err()).doesNotContain(UNKNOWN);
        list("--within", "60");
        assertThat(shell.out().strip()).hasLineCount(2).containsSubsequence("a/r0", "a/r1");
        list("--json");
        assertThat(shell.json().path("kind").asText()).isEqualTo("rule");
        assertThat(shell.json().path("name").asText()).isEqualTo("a/r0");
        assertThat(shell.json().path("days").asInt()).isBetween(9, 11);
        assertThat(shell.json().has("id")).isFalse();
    }

    /** This folder never had them in force, but the registry keeps them. */
    @Test
    void theRegistryKeepsThoseThatItActivated() throws IOException {
        var policies = Files.createDirectory(folder.resolve("policies"));
        Files.writeString(policies.resolve("a.yaml"), pack);
        assertThat(shell.run(data, "policy", "propose", policies.toString(), "--reason", "Because of 12."))
                .as(shell.err())
                .isZero();
        load();
        list();
        assertThat(shell.out()).contains("a/r0");
    }

    @Test
    void whatIsNotKnownIsSaid() throws IOException {
        list();
        assertThat(shell.err()).contains(UNKNOWN);
        load();
        list();
        assertThat(shell.err()).contains(UNKNOWN);
        PolicyArchive.ofFolder(data).store(PolicyReader.read(files()), files());
        Files.writeString(
                data.resolve("policies").resolve(digest()).resolve("a.yaml"),
                BundleWorkshop.pack("a", "permit detect"));
        list();
        assertThat(shell.err()).as("somebody changed what is kept").contains(UNKNOWN);
    }

    @Test
    void aLedgerThatCannotBeReadIsNotOneWithoutPolicies() throws IOException {
        load();
        Files.writeString(data.resolve("ledger.db"), "no database ".repeat(1000));
        assertThat(shell.run(data, "registry", "expiring")).isNotZero();
        assertThat(shell.err()).contains("The ledger").doesNotContain(UNKNOWN);
    }

    private void list(String... more) {
        var words = new String[more.length + 2];
        words[0] = "registry";
        words[1] = "expiring";
        System.arraycopy(more, 0, words, 2, more.length);
        assertThat(shell.run(data, words)).as(shell.err()).isZero();
    }

    private void load() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Administrative("policies_loaded", digest(), Instant.now()));
        }
    }

    private String digest() {
        return BundleWorkshop.digest(Map.of("a.yaml", pack));
    }

    private Map<String, byte[]> files() {
        return Map.of("a.yaml", pack.getBytes(StandardCharsets.UTF_8));
    }
}
