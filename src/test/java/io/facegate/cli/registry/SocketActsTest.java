package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.Ran;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.SocketLine;
import io.facegate.registry.AlteredRows;
import io.facegate.registry.FolderRegistries;
import io.facegate.registry.Registry;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody at the socket of the data folder who wants acts on record that nobody did. */
class SocketActsTest {
    private static final String OTHER = "ab".repeat(32);

    @TempDir
    private Path data;

    private final Shell shell = new Shell();

    @BeforeEach
    void register() {
        run(0, "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit", "--purpose", "missing_child");
        run(0, "key", "mint", "--org", "hope");
    }

    private void run(int expected, String... words) {
        assertThat(shell.run(data, words)).as(shell.out() + shell.err()).isEqualTo(expected);
    }

    private Ledger gateway() {
        return Ledger.open(
                data,
                LedgerSettings.defaults("test")
                        .withDeadline(Duration.ofSeconds(20))
                        .withClockCheck()
                        .withRegistries(new FolderRegistries(data)));
    }

    /** The acts as they were taken by their name alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"act\":\"org_suspend\",\"subject\":\"hope\"}",
                "{\"act\":\"org_suspend\",\"subject\":\"hope\",\"person\":\"m.roe\"}",
                "{\"act\":\"org_add\",\"subject\":\"nobody\",\"person\":\"m.roe\"}",
                "{\"act\":\"key_mint\",\"subject\":\"AKIA1\",\"person\":\"m.roe\"}",
                "{\"act\":\"review_approve\",\"subject\":\"x\",\"person\":\"r.lee\"}",
                "{\"act\":\"view\",\"subject\":\"x\",\"person\":\"m.roe\"}",
                "{\"act\":\"export\",\"subject\":\"x\",\"person\":\"m.roe\"}"
            })
    void nothingIsTakenWithoutAProof(String act) throws IOException {
        try (var ledger = gateway()) {
            long size = ledger.head().size();
            assertThat(SocketLine.raw(data, act)).contains("error", "proof");
            assertThat(SocketLine.proved(data, act, new byte[32])).contains("error", "proof");
            try (var socket = new SocketLine(data)) {
                assertThat(socket.challenge()).hasSize(32);
                assertThat(socket.say(act)).contains("error", "proof");
            }
            assertThat(ledger.head().size()).isEqualTo(size);
        }
    }

    @Test
    void aProofIsGoodForOneActOnceAndOverOneConnection() throws IOException {
        var view = "{\"act\":\"view\",\"subject\":\"x\",\"person\":\"m.roe\"}";
        var key = Files.readAllBytes(data.resolve("ledger.key"));
        try (var ledger = gateway()) {
            long size = ledger.head().size();
            String line;
            try (var socket = new SocketLine(data)) {
                line = io.facegate.ledger.record.AdministrativeActMac.proof(key, socket.challenge(), view) + ' ' + view;
                assertThat(socket.say(line.replace("m.roe", "r.lee"))).contains("error", "proof");
            }
            try (var socket = new SocketLine(data)) {
                socket.challenge();
                assertThat(socket.say(line)).contains("error", "proof");
            }
            assertThat(ledger.head().size()).isEqualTo(size);
            // The control: the same act with a proof of its own.
            assertThat(SocketLine.proved(data, view)).contains("\"ok\":true");
            assertThat(ledger.head().size()).isEqualTo(size + 1);
        }
    }

    /** Whoever has the ledger's key still says nothing that the files contradict. */
    @Test
    void whatIsClaimedIsComparedWithTheRegistryOnDisk() throws IOException {
        try (var ledger = gateway()) {
            long size = ledger.head().size();
            for (var act : List.of(
                    act("org_suspend", ""),
                    act("org_suspend", roots("registry:0011223344556677", OTHER, "cd".repeat(32))),
                    act("org_suspend", roots(name(), OTHER, "cd".repeat(32))),
                    act("org_suspend", roots(name(), null, "cd".repeat(32))),
                    act("org_suspend", roots(name(), root(), root())),
                    act("org_suspend", roots(name(), root(), "sealed")),
                    act("org_suspend", roots("stores:" + name().substring(9), root(), OTHER)),
                    act("registry_accept", roots("stores:" + name().substring(9), "sealed", "sealed")),
                    act("registry_accept", roots(name(), OTHER, root())),
                    act("registry_verify", roots("stores:" + name().substring(9), "sealed", "sealed")),
                    act("registry_verify", roots(name(), root(), root())),
                    act("registry_adopt", roots(name(), null, root())),
                    act("registry_altered", ""),
                    act("reviewer_add", roots(name(), root(), OTHER)),
                    act("reviewer_add", roots("reviewers:0011223344556677", OTHER, root())),
                    act("review_approve", ""),
                    act("review_expire", ""),
                    act("view", roots(name(), root(), OTHER)),
                    act("restore", ""),
                    act("ledger_accept", ""),
                    act("org_delete", roots(name(), root(), OTHER)))) {
                assertThat(SocketLine.proved(data, act)).as(act).contains("error");
            }
            var unnamed = act("org_suspend", roots(name(), root(), OTHER)).replace("m.roe", " ");
            assertThat(SocketLine.proved(data, unnamed)).contains("names nobody");
            assertThat(ledger.head().size()).isEqualTo(size);
        }
    }

    /** The control: what a command does goes over the same socket. */
    @Test
    void whatACommandDoesIsOnRecord() throws IOException {
        try (var ledger = gateway()) {
            long size = ledger.head().size();
            run(0, "org", "suspend", "hope", "--by", "m.roe");
            run(0, "org", "resume", "hope");
            run(0, "registry", "rotate", "--by", "m.roe");
            run(0, "org", "suspend", "hope");
            run(0, "registry", "verify");
            run(0, "registry", "accept", "--by", "m.roe", "--reason", "Looked at all rows.");
            // The last of them accepts the registry, and the stores beside it.
            assertThat(ledger.head().size()).isEqualTo(size + 6);
        }
        assertThat(Ran.ledger(data, "verify").code()).isZero();
    }

    /**
     * What is not closed, and is said in docs/security.md: whoever can read every key of the folder can record an act whose
     * change never comes. The registry's root then is the one before it, so every later start and command goes on.
     */
    @Test
    void anActWhoseChangeNeverComesStopsNoLaterStart() throws IOException {
        try (var _ = gateway()) {
            assertThat(SocketLine.proved(data, act("org_suspend", roots(name(), root(), OTHER))))
                    .contains("\"ok\":true");
            assertThat(SocketLine.proved(data, act("org_resume", roots(name(), OTHER, "cd".repeat(32)))))
                    .contains("error");
        }
        try (var ledger = gateway();
                var registry = Registry.open(data, new AlteredRows(LedgerChangeJournal.of(ledger)))) {
            assertThat(registry.blockedReason()).isNull();
            assertThat(registry.organisation("hope")).isPresent();
            run(0, "registry", "verify");
            run(0, "org", "suspend", "hope");
        }
    }

    /** In a ledger of an earlier version somebody may have put it there: only gateways write it, and go on from anything. */
    @Test
    void aMadeUpRootOfTheStoresStopsNoStart() {
        try (var ledger = gateway()) {
            var journal = LedgerChangeJournal.of(ledger);
            var stores = "stores:" + name().substring(9);
            for (var root : List.of(OTHER, "sealed", OTHER, "sealed")) {
                journal.write(new io.facegate.registry.ChangeJournal.Change(
                        "registry_verify", stores, null, io.facegate.integrity.RegistryRoots.unchanged(stores, root)));
            }
        }
    }

    @Test
    void aRefusalIsInTheLogWithoutWhatWasSaidInIt() throws IOException {
        var said = new ArrayList<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(java.text.MessageFormat.format(record.getMessage(), record.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var log = Logger.getLogger("io.facegate.ledger.AdminSocket");
        log.addHandler(handler);
        try (var _ = gateway()) {
            SocketLine.raw(data, "{\"act\":\"org_suspend\",\"subject\":\"planted\",\"person\":\"planted\"}");
            SocketLine.proved(data, "{\"act\":\"plan ted\",\"subject\":\"planted\",\"person\":\"m.roe\"}");
        } finally {
            log.removeHandler(handler);
        }
        assertThat(said).hasSize(2).allMatch(line -> line.contains("ledger.sock was refused"));
        assertThat(said.toString()).doesNotContain("planted", "plan ted");
    }

    private String name() {
        return there().registry();
    }

    private String root() {
        return there().after();
    }

    private io.facegate.integrity.RegistryRoots there() {
        return java.util.Objects.requireNonNull(new FolderRegistries(data).readRoots("registry:"));
    }

    private static String act(String act, String roots) {
        return "{\"act\":\"" + act + "\",\"subject\":\"hope\",\"person\":\"m.roe\"" + roots + "}";
    }

    private static String roots(String name, @org.jspecify.annotations.Nullable String before, String after) {
        return ",\"registry\":\"" + name + "\",\"after\":\"" + after + '"'
                + (before == null ? "" : ",\"before\":\"" + before + '"');
    }
}
