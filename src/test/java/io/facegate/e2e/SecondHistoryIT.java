package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.ledger.note.Checkpoint;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.VerifierKey;
import io.facegate.ledger.witness.FakeWitness;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that was put back from an older copy begins no second history of a log that others hold more of. */
class SecondHistoryIT {
    @TempDir
    private Path folder;

    private static void use(Path data, String... options) throws Exception {
        try (var gateway = Gateway.start(data, options)) {
            gateway.settledRecords();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var each : (Iterable<Path>) all::iterator) {
                var there = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(there);
                } else if (Files.isRegularFile(each)) {
                    Files.copy(each, there, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static Gateway.Result refused(Path data, String... options) {
        var words = new ArrayList<>(List.of("serve", "--data", data.toString(), "--port", "0", "--health-port", "0"));
        words.addAll(List.of(options));
        return Gateway.run(words.toArray(String[]::new)).expect(1);
    }

    private static String health(Gateway gateway) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var ask = HttpRequest.newBuilder(gateway.health().resolve("/health"));
            return http.send(ask.build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static int records(Path data) {
        return Gateway.records(data).size();
    }

    @Test
    void anOlderCopyIsNotStartedWhereMoreIsPublished() throws Exception {
        var data = folder.resolve("data");
        var published = folder.resolve("published").toString();
        use(data, "--publish", published);
        var old = folder.resolve("old");
        copy(data, old);
        use(data, "--publish", published);
        var before = Files.readAllBytes(folder.resolve("published/checkpoint"));
        int had = records(old);

        var ran = refused(old, "--publish", published);

        assertThat(ran.err()).contains("A newer checkpoint of this log is published", "second history", "backup");
        assertThat(records(old)).isEqualTo(had);
        assertThat(Files.readAllBytes(folder.resolve("published/checkpoint"))).isEqualTo(before);
        var once = Gateway.run("ledger", "publish", "--to", published, "--data", old.toString());
        assertThat(once.code()).isEqualTo(5);
        assertThat(records(old)).isEqualTo(had);
    }

    /** The broken control: where nothing newer is published, the same copy starts. */
    @Test
    void anOlderCopyStartsWhereNothingNewerIsPublished() throws Exception {
        var data = folder.resolve("data");
        var published = folder.resolve("published");
        use(data, "--publish", published.toString());
        var old = folder.resolve("old");
        copy(data, old);
        use(data);
        use(old, "--publish", published.toString());
        assertThat(Checkpoint.parse(SignedNote.parse(Files.readAllBytes(published.resolve("checkpoint"))))
                        .size())
                .isEqualTo(records(old));
    }

    @Test
    void anotherHistoryIsNotStarted() throws Exception {
        var data = folder.resolve("data");
        var published = folder.resolve("published").toString();
        use(data, "--publish", published);
        var old = folder.resolve("old");
        copy(data, old);
        use(data, "--publish", published);
        use(old);
        use(old);
        assertThat(refused(old, "--publish", published).err()).contains("Another history of this log", "two histories");
    }

    /** The next key signed what is newer; the older copy does not know that key. */
    @Test
    void anOlderCopyWithoutTheNextKeyIsNotStarted() throws Exception {
        var data = folder.resolve("data");
        var published = folder.resolve("published").toString();
        use(data, "--publish", published);
        var old = folder.resolve("old");
        copy(data, old);
        Gateway.run("ledger", "key", "rotate", "--data", data.toString()).expect(0);
        use(data, "--publish", published);
        assertThat(refused(old, "--publish", published).err()).contains("A newer checkpoint of this log is published");
    }

    @Test
    void aLogIsNotBegunWhereOneIsPublished() throws Exception {
        var published = folder.resolve("published").toString();
        use(folder.resolve("data"), "--publish", published);
        var ran = refused(folder.resolve("fresh"), "--publish", published);
        assertThat(ran.err()).contains("A log is published there already");
        assertThat(folder.resolve("fresh/ledger.db")).doesNotExist();
    }

    @Test
    void anOlderCopyIsNotStartedWhereAWitnessSignedMore() throws Exception {
        var data = folder.resolve("data");
        try (var witness = new FakeWitness("witness.test/one")) {
            use(data);
            witness.trust(VerifierKey.parse(Gateway.run("ledger", "key", "show", "--data", data.toString())
                    .expect(0)
                    .out()
                    .strip()));
            var policy = Files.writeString(folder.resolve("witnesses"), witness.policy())
                    .toString();
            use(data, "--witnesses", policy);
            var old = folder.resolve("old");
            copy(data, old);
            use(old, "--witnesses", policy);
            int had = records(data);
            assertThat(refused(data, "--witnesses", policy).err()).contains("The witness one", "second history");
            assertThat(records(data)).isEqualTo(had);
            use(old, "--witnesses", policy);
        }
    }

    /** While it runs, a checkpoint that a key of the log signed and the ledger does not begin with ends the signing. */
    @Test
    void signingStopsWhenAnotherHistoryIsPublished() throws Exception {
        var data = folder.resolve("data");
        var published = folder.resolve("published");
        use(data);
        var old = folder.resolve("old");
        copy(data, old);
        for (int times = 0; times < 3; times++) {
            use(data);
        }
        Gateway.run("ledger", "publish", "--to", folder.resolve("more").toString(), "--data", data.toString())
                .expect(0);
        try (var gateway = Gateway.start(old, "--publish", published.toString())) {
            gateway.settledRecords();
            Await.until(() -> Files.exists(published.resolve("checkpoint")));
            Files.write(published.resolve("checkpoint"), Files.readAllBytes(folder.resolve("more/checkpoint")));
            Gateway.register(old, "one", "bank", "fraud_prevention");
            Await.until(() -> health(gateway).contains("\"refused\""));
            assertThat(health(gateway)).contains("newer checkpoint of this log is published");
            var signed = Files.readAllBytes(old.resolve("log.checkpoint"));
            Gateway.register(old, "two", "bank", "fraud_prevention");
            Gateway.pause(3000);
            assertThat(Files.readAllBytes(old.resolve("log.checkpoint"))).isEqualTo(signed);
        }
    }
}
