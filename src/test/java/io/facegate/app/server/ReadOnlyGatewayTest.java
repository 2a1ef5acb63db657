package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.testkit.OlderRegistry;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.ledger.ViewsBesideLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A gateway over a ledger that does not verify: it does not start, and read-only it shows records and does nothing else. */
class ReadOnlyGatewayTest {
    @TempDir
    private Path folder;

    @Test
    void opensWhatDoesNotVerifyAndRecordsNothing() throws Exception {
        var data = folder.resolve("data");
        Filled.with(data, 6);
        var file = data.resolve("ledger.db");
        var options = new GatewayOptions();
        new CommandLine(options).parseArgs("--no-prove");
        var setup = options.setup(LedgerAddress.ofFolder(data), Path.of("policies"));
        GatewayContext.open(setup).close();
        change(file);
        assertThatThrownBy(() -> GatewayContext.open(setup))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("The ledger was changed at record");
        var before = Files.readAllBytes(file);
        try (var gateway = GatewayContext.open(setup.asReadOnly())) {
            var ledger = gateway.ledger();
            assertThatThrownBy(() -> ledger.recordAct(new Administrative("org_add", "hope", Instant.now())))
                    .isInstanceOf(Fault.LedgerDown.class)
                    .hasMessageContaining("--read-only");
            assertThat(ledger.stopReason()).isNotNull();
            assertThat(gateway.log().problem()).contains("--read-only");
            new ViewAudit(
                            ledger::recordAct,
                            InstantSource.system(),
                            new ViewsBesideLedger(data, () -> ledger.stopReason() != null))
                    .recordView("console-1", "integrity");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Files.readString(data.resolve("views.unrecorded")))
                .contains("\"act\":\"view\"", "\"subject\":\"integrity\"", "\"person\":\"console-1\"");
    }

    /** What a start would change and record stays as it is, so that the next start finds what the ledger knows. */
    @Test
    void changesNothingThatItCannotRecord() throws Exception {
        var data = folder.resolve("data");
        Files.createDirectories(data);
        var issuers = Files.writeString(data.resolve("issuers.yaml"), """
            issuers:
            - issuer: https://id.example.org
              audience: facegate
              organisations: [hope]
              algorithms: [RS256]
              keys: https://id.example.org/keys
            """);
        var setup = setup(data);
        GatewayContext.open(setup).close();
        Files.delete(issuers);
        var before = registered(data);
        assertThat(before).isNotEmpty().allMatch(row -> row.endsWith(" null"));
        try (var gateway = GatewayContext.open(setup.asReadOnly())) {
            assertThat(gateway.registry().blockedReason()).isNull();
        }
        assertThat(registered(data)).isEqualTo(before);
        GatewayContext.open(setup).close();
        assertThat(registered(data))
                .as("the control: a start removes it, on record")
                .isNotEqualTo(before);
        try (var search = RecordSearch.open(setup.ledger())) {
            assertThat(search.page(RecordQuery.matchAll(100)))
                    .extracting(record ->
                            record.requireVerified().fields().path("act").asText())
                    .contains("issuer_remove");
        }
    }

    /** Every file of the folder is as it was, byte for byte, and none is there that was not. */
    @Test
    void changesNoFileOfAFolder() throws Exception {
        var data = folder.resolve("data");
        Filled.with(data, 2);
        var setup = setup(data);
        GatewayContext.open(setup).close();
        var before = contents(data);
        assertThat(before).containsKeys("registry.db", "registry.key", "handles.db", "galleries.db", "held/held.db");
        try (var gateway = GatewayContext.open(setup.asReadOnly())) {
            assertThat(gateway.registry().blockedReason()).isNull();
        }
        assertThat(contents(data)).containsExactlyEntriesOf(before);
    }

    /** A build of then could not read what this one would make of its file. */
    @Test
    void refusesAFolderOfAnEarlierBuildAndLeavesItAsItIs() throws Exception {
        var data = folder.resolve("data");
        Filled.with(data, 2);
        var setup = setup(data);
        GatewayContext.open(setup).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var statement = connection.createStatement()) {
            for (var each : OlderRegistry.WITHOUT_STATES.split(";\\s*", -1)) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
        }
        var before = contents(data);
        assertThatThrownBy(() -> GatewayContext.open(setup.asReadOnly()))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("registry.db is of an earlier version")
                .hasMessageContaining("Start the gateway once without --read-only");
        assertThat(contents(data)).containsExactlyEntriesOf(before);
        GatewayContext.open(setup).close();
        assertThat(contents(data)).as("the control: a start makes it new").containsKey("registry.db.v6");
        var after = contents(data);
        GatewayContext.open(setup.asReadOnly()).close();
        assertThat(contents(data)).containsExactlyEntriesOf(after);
    }

    /** A rotation that was cut off is ended by a start, not by a look. */
    @Test
    void leavesTheKeysOfAnInterruptedRotation() throws Exception {
        var data = folder.resolve("data");
        Filled.with(data, 2);
        var setup = setup(data);
        GatewayContext.open(setup).close();
        Files.move(data.resolve("registry.key"), data.resolve("registry.key.next"));
        var before = contents(data);
        try (var gateway = GatewayContext.open(setup.asReadOnly())) {
            assertThat(gateway.registry().blockedReason()).isNull();
        }
        assertThat(contents(data)).containsExactlyEntriesOf(before);
        GatewayContext.open(setup).close();
        assertThat(contents(data)).as("the control").containsKey("registry.key").doesNotContainKey("registry.key.next");
    }

    /** Nothing takes the place of a registry that is missing. */
    @Test
    void makesNoRegistry() throws Exception {
        var data = folder.resolve("data");
        Filled.with(data, 2);
        var setup = setup(data);
        GatewayContext.open(setup).close();
        Files.delete(data.resolve("registry.db"));
        var before = contents(data);
        assertThatThrownBy(() -> GatewayContext.open(setup.asReadOnly()))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("registry.db is missing");
        assertThat(contents(data)).containsExactlyEntriesOf(before);
    }

    /**
     * All files but the search file, which is made of the records and follows them, and what SQLite puts beside a file
     * that is only read: its locks, and an empty log.
     */
    private static Map<String, String> contents(Path data) throws IOException {
        var all = new TreeMap<String, String>();
        try (var found = Files.walk(data)) {
            for (var each : found.filter(Files::isRegularFile).toList()) {
                var name = data.relativize(each).toString();
                boolean beside =
                        name.equals("ledger.db-shm") || (name.equals("ledger.db-wal") && Files.size(each) == 0);
                if (!beside && !name.startsWith("search.db")) {
                    all.put(name, HexFormat.of().formatHex(Digests.sha256(Files.readAllBytes(each))));
                }
            }
        }
        return all;
    }

    /** Whichever record was changed, the gateway opens. */
    @Test
    void opensWhereverARecordWasChanged() throws Exception {
        var data = folder.resolve("data");
        Filled.with(data, 2);
        GatewayContext.open(setup(data)).close();
        var copy = folder.resolve("copy");
        int changed = 0;
        for (int record = 0; copyWithout(data, copy, record); record++) {
            try (var gateway = GatewayContext.open(setup(copy).asReadOnly())) {
                assertThat(gateway.registry().lastVerified()).isNotNull();
            }
            changed++;
        }
        assertThat(changed).isGreaterThan(6);
    }

    private static GatewaySettings setup(Path data) {
        var options = new GatewayOptions();
        new CommandLine(options).parseArgs("--no-prove");
        return options.setup(LedgerAddress.ofFolder(data), Path.of("policies"));
    }

    private static List<String> registered(Path data) throws Exception {
        var rows = new ArrayList<String>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT id, removed FROM issuer ORDER BY id")) {
            while (found.next()) {
                rows.add(found.getString(1) + ' ' + found.getString(2));
            }
        }
        return rows;
    }

    /** Copies a data folder and changes one record of the copy; false if there are not so many. */
    private static boolean copyWithout(Path data, Path copy, int record) throws Exception {
        try (var found = Files.walk(data)) {
            for (var each : found.toList()) {
                var to = copy.resolve(data.relativize(each).toString());
                if (!Files.isDirectory(to)) {
                    Files.copy(each, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Files.deleteIfExists(copy.resolve("ledger.db-wal"));
        Files.deleteIfExists(copy.resolve("ledger.db-shm"));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("ledger.db"));
                var read = connection.createStatement();
                var batches = read.executeQuery("SELECT first, lines FROM batch ORDER BY first")) {
            int seen = 0;
            while (batches.next()) {
                var lines = new String(batches.getBytes(2), StandardCharsets.UTF_8).split("\n", -1);
                for (int line = 0; line < lines.length; line++) {
                    if (!lines[line].isEmpty() && seen++ == record) {
                        lines[line] = lines[line].replaceFirst("\"time\":\"2", "\"time\":\"3");
                        assertThat(lines[line]).contains("\"time\":\"3");
                        return write(connection, batches.getLong(1), String.join("\n", lines));
                    }
                }
            }
            return false;
        }
    }

    private static boolean write(Connection connection, long first, String lines) throws Exception {
        try (var update = connection.prepareStatement("UPDATE batch SET lines = ? WHERE first = ?")) {
            update.setBytes(1, lines.getBytes(StandardCharsets.UTF_8));
            update.setLong(2, first);
            return update.executeUpdate() == 1;
        }
    }

    /** What was looked at meanwhile is named by the next record that is possible. */
    @Test
    void theNextStartPutsTheViewsOnRecord() throws Exception {
        var acts = new ArrayList<Administrative>();
        var beside = new ViewsBesideLedger(folder, () -> acts.isEmpty());
        var views = new ViewAudit(
                _ -> {
                    throw new Fault.LedgerDown("changed");
                },
                InstantSource.system(),
                beside);
        views.recordView("console-1", "overview");
        assertThatThrownBy(() -> views.record(new Administrative("export", "all", Instant.now())))
                .isInstanceOf(ViewAudit.Unrecorded.class);
        assertThatThrownBy(() -> ViewsBesideLedger.take(folder, Instant.now(), _ -> {
                    throw new Fault.LedgerDown("full");
                }))
                .isInstanceOf(Fault.LedgerDown.class);
        assertThat(folder.resolve("views.unrecorded"))
                .as("not lost before it is on record")
                .exists();
        ViewsBesideLedger.take(folder, Instant.now(), acts::add);
        var act = acts.getFirst();
        assertThat(act.act()).isEqualTo("views_while_stopped");
        assertThat(act.subject()).matches("views:1,sha256:[0-9a-f]{64}");
        assertThat(folder.resolve("views.unrecorded." + act.subject().substring(15, 31)))
                .exists();
        ViewsBesideLedger.take(folder, Instant.now(), acts::add);
        assertThat(acts).hasSize(1);
        assertThatThrownBy(() -> views.recordView("console-1", "integrity"))
                .as("a ledger that is only out of reach")
                .isInstanceOf(ViewAudit.Unrecorded.class);
    }

    private static void change(Path file) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT),"
                            + " '\"act\":\"stop\"', '\"act\":\"stup\"') AS BLOB) WHERE CAST(lines AS TEXT) LIKE"
                            + " '%\"act\":\"stop\"%'"))
                    .isOne();
        }
    }
}
