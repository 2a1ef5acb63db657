package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.e2e.Gateway.Key;
import io.facegate.ledger.postgres.Server;
import io.facegate.testkit.LongRun;
import io.facegate.vendor.rekognition.client.Moto;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a folder on which a gateway runs, and what is restored of them. */
class BackupIT {
    private static final int BACKUPS = 4;

    @TempDir
    private Path folder;

    private Gateway.Result backup(Path data, Path to) {
        return Gateway.run("backup", to.toString(), "--data", data.toString(), "--by", "m.roe", "--json");
    }

    private Gateway.Result restore(Path from, Path data) {
        return Gateway.run("restore", from.toString(), "--data", data.toString(), "--by", "m.roe", "--json");
    }

    private static void verify(Path data, int code) {
        Gateway.run("ledger", "verify", "--data", data.toString()).expect(code);
        Gateway.run("registry", "verify", "--data", data.toString()).expect(code);
    }

    /** Galleries, calls and the registry change all the time while copies are made; every copy is sound and starts. */
    @Test
    @LongRun
    void everyBackupUnderLoadVerifiesAndStarts() throws Exception {
        var data = folder.resolve("data");
        var cast = Cast.register(data);
        try (var gateway = Gateway.start(data)) {
            var load = new Load(gateway, cast.hope());
            for (int number = 0; number < BACKUPS; number++) {
                int before = number;
                Await.until(() -> load.calls.get() > before);
                backup(data, folder.resolve("b" + number)).expect(0);
            }
            Await.until(() -> load.calls.get() > BACKUPS && load.changes.get() > 0);
            load.end();
            assertThat(load.calls.get()).isGreaterThan(BACKUPS);
            assertThat(load.changes.get()).isPositive();
        }
        assertThat(Gateway.records(data).stream()
                        .filter(record -> record.path("act").asText().equals("backup")))
                .hasSize(BACKUPS)
                .noneMatch(record -> record.toString().contains("m.roe"));
        for (int number = 0; number < BACKUPS; number++) {
            var restored = folder.resolve("r" + number);
            restore(folder.resolve("b" + number), restored).expect(0);
            verify(restored, 0);
            assertThat(Gateway.records(restored).getLast().path("act").asText()).isEqualTo("restore");
        }
        try (var gateway = Gateway.start(folder.resolve("r3"))) {
            var listed = Neutral.of(gateway).send(cast.hope(), "GET", "galleries/load0");
            listed.as("describeGallery", 200);
        }
        assertThat(folder.resolve("b0/held/held.db")).exists();
        assertThat(folder.resolve("b0/handles.db")).exists();
        assertThat(folder.resolve("b0/salts.db")).exists();
    }

    /** The folder first, under load; then the database by its own means: both go on together, and publish on. */
    @Test
    void aGatewayOverADatabaseIsBackedUpWithItAndGoesOnPublishing() throws Exception {
        var server = Server.shared();
        var name = server.empty();
        var url = server.asGateway(name).url();
        Gateway.run("ledger", "migrate", "--ledger", server.asOwner(name).url(), "--role", "gateways")
                .expect(0);
        var data = folder.resolve("data");
        var cast = Cast.register(data);
        Gateway.run("ledger", "move", "--from", data.toString(), "--to", url).expect(0);
        var moto = Moto.start();
        try {
            var publish = bucket(moto);
            try (var gateway = inFrontOfBucket(data, "--ledger", url, publish)) {
                var load = new Load(gateway, cast.hope(), false);
                Await.until(() -> load.calls.get() > 0);
                var said = Gateway.run(words("backup", folder.resolve("b").toString(), data, url));
                assertThat(said.expect(0).out()).contains("\"files\"");
                load.end();
                assertThat(load.calls.get()).isPositive();
                gateway.kill();
            }
            server.tamper(server.asOwner("postgres"), "CREATE DATABASE copy_" + name + " TEMPLATE " + name);
            var copy = server.asGateway("copy_" + name).url();
            var restored = folder.resolve("restored");
            Gateway.run(words("restore", folder.resolve("b").toString(), restored, copy))
                    .expect(0);
            Gateway.run("ledger", "verify", "--data", restored.toString(), "--ledger", copy)
                    .expect(0);
            Gateway.run("registry", "verify", "--data", restored.toString(), "--ledger", copy)
                    .expect(0);
            try (var gateway = inFrontOfBucket(restored, "--ledger", copy, publish)) {
                Neutral.of(gateway).send(cast.hope(), "GET", "galleries/load0").as("describeGallery", 200);
            }
            Gateway.run("ledger", "verify", "--data", restored.toString(), "--ledger", copy)
                    .expect(0);
            // A backup without the name of its database is not restored as if it had records of its own.
            var without = restore(folder.resolve("b"), folder.resolve("without"));
            assertThat(without.code()).isEqualTo(2);
            assertThat(without.err()).contains("--ledger URL");
        } finally {
            moto.stop();
        }
    }

    @Test
    void whereABucketHoldsMoreThanTheBackupNoGatewayStartsAndWhereNotItPublishesOn() throws Exception {
        var data = folder.resolve("data");
        var cast = Cast.register(data);
        var moto = Moto.start();
        try {
            var publish = bucket(moto);
            try (var gateway = inFrontOfBucket(data, publish)) {
                var load = new Load(gateway, cast.hope(), false);
                Await.until(() -> load.calls.get() > 0);
                backup(data, folder.resolve("early")).expect(0);
                int before = load.calls.get();
                Await.until(() -> load.calls.get() > before + 1);
                load.end();
            }
            backup(data, folder.resolve("late")).expect(0);
            restore(folder.resolve("early"), folder.resolve("old")).expect(0);
            assertThatThrownBy(() -> inFrontOfBucket(folder.resolve("old"), publish))
                    .hasMessageContaining("cannot start")
                    .hasMessageContaining("backup");
            restore(folder.resolve("late"), folder.resolve("new")).expect(0);
            try (var gateway = inFrontOfBucket(folder.resolve("new"), publish)) {
                Neutral.of(gateway).send(cast.hope(), "GET", "galleries/load0").as("describeGallery", 200);
            }
            verify(folder.resolve("new"), 0);
        } finally {
            moto.stop();
        }
    }

    private static String[] words(String command, String place, Path data, String ledger) {
        return new String[] {command, place, "--data", data.toString(), "--ledger", ledger, "--by", "m.roe", "--json"};
    }

    /** Makes a bucket; the address of the store that has it. */
    private static String bucket(Moto moto) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(moto.url().resolve("/bucket"))
                            .PUT(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
        return moto.url().toString();
    }

    /** The last of the options is the store's address. */
    private static Gateway inFrontOfBucket(Path data, String... options) {
        var all = new ArrayList<>(List.of(options));
        var store = all.removeLast();
        all.addAll(
                List.of("--publish", "s3://bucket/log", "--publish-endpoint", store, "--publish-region", "us-east-1"));
        var keys = Map.of("AWS_ACCESS_KEY_ID", "GATEWAYKEY", "AWS_SECRET_ACCESS_KEY", "gateway-secret");
        return Gateway.start(data, keys, List.of(), all.toArray(String[]::new));
    }

    private static final class Load {
        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger changes = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();

        Load(Gateway gateway, Key key) {
            this(gateway, key, true);
        }

        Load(Gateway gateway, Key key, boolean registers) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    var api = Neutral.of(gateway);
                    for (int number = 0; !ended.get(); number++) {
                        api.send(key, "POST", "galleries", "{\"gallery\":\"load" + number + "\"}")
                                .as("createGallery", 201);
                        calls.incrementAndGet();
                    }
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }));
            if (!registers) {
                return;
            }
            threads.add(Thread.ofPlatform().start(() -> {
                for (int number = 0; !ended.get(); number++) {
                    Gateway.register(gateway.data(), "org" + number, "retailer", "customer_analytics");
                    changes.incrementAndGet();
                }
            }));
        }

        void end() throws InterruptedException {
            ended.set(true);
            for (var thread : threads) {
                thread.join();
            }
        }
    }

    @Test
    void aBackupIsPrivateAndNamedInTheLedgerAndGoesIntoANewFolderOnly() throws Exception {
        var data = folder.resolve("data");
        Cast.register(data);
        var to = Files.createDirectory(folder.resolve("backup"));
        var said = backup(data, to).expect(0).json();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to)))
                .isEqualTo("rwx------");
        try (var all = Files.walk(to)) {
            assertThat(all.filter(Files::isRegularFile))
                    .allMatch(BackupIT::isPrivate)
                    .isNotEmpty();
        }
        assertThat(Gateway.records(to).getLast().path("subject").asText())
                .isEqualTo(said.path("id").asText());
        assertThat(backup(data, to).code()).isEqualTo(2);
        assertThat(backup(data, data.resolve("inside")).code()).isEqualTo(2);
        assertThat(restore(to, data).code()).isEqualTo(2);
        verify(to, 0);
        var empty = Files.createDirectory(folder.resolve("empty"));
        restore(to, empty).expect(0);
        verify(empty, 0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(empty)))
                .isEqualTo("rwx------");
        try (var all = Files.list(empty)) {
            assertThat(all.map(each -> each.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }

    private static boolean isPrivate(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .equals("rw-------");
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The broken controls: whatever is changed in a backup, it is not restored. */
    @Test
    void aBackupThatWasChangedIsNotRestored() throws Exception {
        var data = folder.resolve("data");
        Cast.register(data);
        var whole = folder.resolve("whole");
        backup(data, whole).expect(0);
        for (var file :
                List.of("ledger.db", "registry.db", "registry.key", "ledger.key", "backup.json", "ledger.head")) {
            var changed = copy(whole, folder.resolve("changed-" + file));
            var bytes = Files.readAllBytes(changed.resolve(file));
            bytes[bytes.length / 2] ^= 1;
            Files.write(changed.resolve(file), bytes);
            refused(changed, file);
            Files.delete(changed.resolve(file));
            refused(changed, file);
        }
        restore(whole, folder.resolve("sound")).expect(0);
    }

    /** Each check of a restore, and neither a folder nor a record of it. */
    @Test
    void aCheckSaysWhatARestoreWouldAndChangesNothing() throws Exception {
        var data = folder.resolve("data");
        Cast.register(data);
        var whole = folder.resolve("whole");
        var made = backup(data, whole).expect(0).json();
        var before = contents();
        var said = check(whole, folder.resolve("new/data")).expect(0).json();
        assertThat(said.path("id").asText()).isEqualTo(made.path("id").asText());
        assertThat(said.path("files")).isEqualTo(made.path("files"));
        assertThat(contents()).isEqualTo(before);
        var taken = check(whole, data);
        assertThat(taken.code()).as("the data folder is not empty").isEqualTo(2);
        var changed = copy(whole, folder.resolve("changed"));
        var bytes = Files.readAllBytes(changed.resolve("registry.db"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(changed.resolve("registry.db"), bytes);
        before = contents();
        assertThat(check(changed, folder.resolve("new")).code())
                .as("the control: a backup that was changed")
                .isEqualTo(5);
        assertThat(contents()).isEqualTo(before);
        restore(whole, folder.resolve("new")).expect(0);
    }

    private Gateway.Result check(Path from, Path data) {
        return Gateway.run("restore", from.toString(), "--data", data.toString(), "--check", "--json");
    }

    /** Every file and folder, with its digest. */
    private TreeMap<String, String> contents() throws Exception {
        var found = new TreeMap<String, String>();
        try (var all = Files.walk(folder)) {
            for (var each : (Iterable<Path>) all::iterator) {
                var digest = MessageDigest.getInstance("SHA-256");
                found.put(
                        folder.relativize(each).toString(),
                        Files.isDirectory(each)
                                ? "folder"
                                : HexFormat.of().formatHex(digest.digest(Files.readAllBytes(each))));
            }
        }
        return found;
    }

    private void refused(Path backup, String file) {
        var to = folder.resolve("to");
        var ran = restore(backup, to);
        assertThat(ran.code()).as(file + ": " + ran.err()).isEqualTo(5);
        assertThat(ran.err()).contains("nothing was restored");
        assertThat(to).doesNotExist();
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var each : (Iterable<Path>) all::iterator) {
                var there = to.resolve(from.relativize(each).toString());
                Files.copy(each, there);
            }
        }
        return to;
    }

    /** A tampered ledger is not backed up as if it were sound. */
    @Test
    void whatDoesNotVerifyIsNoBackup() throws Exception {
        var data = folder.resolve("data");
        Cast.register(data);
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE organisation SET name = 'Other' WHERE id = 'pd'");
        }
        var ran = backup(data, folder.resolve("backup"));
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.err()).contains("registry");
        assertThat(folder.resolve("backup")).doesNotExist();
        try (var left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString())).noneMatch(name -> name.startsWith(".backup"));
        }
    }

    /** Restored where more was published: the restored folder is sound, and no gateway signs on it. */
    @Test
    void aRestoredBackupIsNotStartedWhereMoreIsPublished() throws Exception {
        var data = folder.resolve("data");
        var published = folder.resolve("published").toString();
        try (var gateway = Gateway.start(data, "--publish", published)) {
            gateway.settledRecords();
            backup(data, folder.resolve("backup")).expect(0);
        }
        restore(folder.resolve("backup"), folder.resolve("again")).expect(0);
        var ran = Gateway.run(
                "serve",
                "--data",
                folder.resolve("again").toString(),
                "--port",
                "0",
                "--health-port",
                "0",
                "--publish",
                published);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("newer checkpoint of this log", "second history");
        try (var gateway = Gateway.start(
                folder.resolve("again"), "--publish", folder.resolve("new").toString())) {
            gateway.settledRecords();
        }
    }

    @Test
    void anOlderBuildSaysWhichBuildIsNeeded() throws Exception {
        var data = folder.resolve("data");
        Cast.register(data);
        try (var gateway = Gateway.start(data)) {
            gateway.settledRecords();
        }
        for (var file : List.of("ledger.db", "registry.db", "handles.db", "galleries.db", "held/held.db", "salts.db")) {
            var newer = copy(data, folder.resolve("newer-" + Path.of(file).getFileName()));
            Files.writeString(newer.resolve("facegate.version"), "9.1.0+abcdef0\n", StandardCharsets.US_ASCII);
            try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + newer.resolve(file));
                    var statement = connection.createStatement()) {
                statement.execute("PRAGMA user_version = 99");
            }
            var ran = Gateway.run("serve", "--data", newer.toString(), "--port", "0", "--health-port", "0");
            assertThat(ran.code()).as(file).isEqualTo(1);
            assertThat(ran.err()).as(file).contains(Path.of(file).getFileName() + " is of version 99", "9.1.0+abcdef0");
        }
    }

    @Test
    void theVersionNamesTheCommitInRecordsAndHealth() throws Exception {
        var version = Gateway.run("--version").expect(0).out().strip();
        assertThat(version).matches("facegate [0-9.]+(-SNAPSHOT)?\\+([0-9a-f]{7,}(-dirty)?|unknown)");
        var build = version.substring("facegate ".length());
        var data = folder.resolve("data");
        try (var gateway = Gateway.start(data);
                var http = HttpClient.newHttpClient()) {
            assertThat(gateway.settledRecords().getFirst().path("build").asText())
                    .isEqualTo(build);
            var ask = java.net.http.HttpRequest.newBuilder(gateway.health().resolve("/health"));
            assertThat(http.send(ask.build(), java.net.http.HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains(build);
        }
        assertThat(Files.readString(data.resolve("facegate.version")).strip()).isEqualTo(build);
    }
}
