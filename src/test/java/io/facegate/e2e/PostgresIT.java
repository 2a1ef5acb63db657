package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import io.facegate.ledger.postgres.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway and command line over a ledger in a real PostgreSQL. */
class PostgresIT {
    @TempDir
    Path folder;

    @Test
    void migratesServesReadsAndMoves() throws Exception {
        var server = Server.shared();
        var name = server.empty();
        var url = server.asGateway(name).url();
        var data = folder.resolve("data");
        var refused = Gateway.run("ledger", "verify", "--data", data.toString(), "--ledger", url);
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.err()).contains("holds no ledger", "facegate ledger migrate");
        migrate(server.asOwner(name).url(), "The ledger's tables are ready.");
        migrate(server.asOwner(name).url(), "The ledger's tables are up to date.");
        try (var gateway = Gateway.start(data, "--ledger", url)) {
            Gateway.run(
                            "org",
                            "add",
                            "--id",
                            "hope",
                            "--name",
                            "Hope",
                            "--type",
                            "nonprofit",
                            "--data",
                            data.toString())
                    .expect(0);
            assertThat(gateway.log()).doesNotContain("password");
        }
        var words = new String[] {"--data", data.toString(), "--ledger", url};
        assertThat(run(words, "ledger", "tail", "-n", "8").out()).contains("org_add", "stop");
        assertThat(run(words, "ledger", "verify").out()).contains("The ledger verifies: ");
        run(words, "org", "suspend", "hope");
        assertThat(run(words, "ledger", "tail", "-n", "1").out()).contains("org_suspend");
        var forgotten = Gateway.run("org", "resume", "hope", "--data", data.toString());
        assertThat(forgotten.code()).isEqualTo(1);
        assertThat(forgotten.err()).contains("--ledger URL");

        var root = run(words, "ledger", "verify", "--json").out().replaceAll(".*\"root\":\"(\\w+)\".*\n", "$1");
        var moved = Gateway.run("ledger", "move", "--from", url, "--to", data.toString(), "--json")
                .expect(0)
                .out();
        assertThat(moved).contains("\"size\":").doesNotContain(root);
        assertThat(Gateway.run("ledger", "verify", "--data", data.toString())
                        .expect(0)
                        .out())
                .contains(moved.replaceAll(".*\"root\":\"(\\w+)\".*\n", "$1"));
        Gateway.run("org", "resume", "hope", "--data", data.toString()).expect(0);

        server.tamper(server.asOwner(name), "DELETE FROM facegate.entry WHERE first = 0");
        var tampered = Gateway.run("ledger", "verify", "--data", data.toString(), "--ledger", url);
        assertThat(tampered.code()).isEqualTo(5);
        assertThat(tampered.err()).contains("Record 1:");
    }

    private static void migrate(String owner, String says) {
        assertThat(Gateway.run("ledger", "migrate", "--ledger", owner, "--role", "gateways")
                        .expect(0)
                        .out())
                .contains(says);
    }

    private static Gateway.Result run(String[] settings, String... words) {
        var all = new java.util.ArrayList<>(java.util.List.of(words));
        all.addAll(java.util.List.of(settings));
        return Gateway.run(all.toArray(String[]::new)).expect(0);
    }

    /** The database server is killed as {@code kill -9} does, and the gateway at the end, too. */
    @Test
    void whenTheServerIsKilledNothingIsForwardedAndNothingIsLost() throws Exception {
        var data = folder.resolve("data");
        var cast = Cast.register(data);
        try (var server = Server.in(folder.resolve("server"), java.util.Map.of());
                var vendor = FakeVendor.start()) {
            vendor.answers(FakeVendor.Answer.of(200, "{\"FaceMatches\":[]}"));
            var name = server.empty();
            var url = server.asGateway(name).url();
            migrate(server.asOwner(name).url(), "The ledger's tables are ready.");
            Gateway.run("ledger", "move", "--from", data.toString(), "--to", url)
                    .expect(0);
            var words = new String[] {"--data", data.toString(), "--ledger", url};
            var permitted = new java.util.ArrayList<String>();
            try (var gateway = Gateways.inFrontOf(vendor.url(), data, "--ledger", url)) {
                permitted.add(compare(gateway, cast.hope()).decision());
                assertThat(vendor.seen()).hasSize(1);
                server.kill();
                for (int i = 0; i < 3; i++) {
                    var down = compare(gateway, cast.hope());
                    assertThat(down.status()).isEqualTo(503);
                    assertThat(down.error()).isEqualTo("ServiceUnavailableException");
                }
                assertThat(vendor.seen()).as("nothing is forwarded").hasSize(1);
                server.startAgain();
                Server.await(() -> {
                    var answer = compare(gateway, cast.hope());
                    permitted.add(answer.decision());
                    return answer.status() == 200;
                });
                assertThat(vendor.seen()).hasSize(2);
                gateway.kill();
            }
            // What was acknowledged gets its place from whoever writes next, where the gateway was killed before it
            // could.
            run(words, "org", "suspend", "pd");
            var tail = run(words, "ledger", "tail", "-n", "1000", "--json").out();
            assertThat(tail).contains(permitted.getFirst(), permitted.getLast());
            run(words, "ledger", "verify");
        }
    }

    private static Wire.Answer compare(Gateway gateway, Gateway.Key key) {
        var photo =
                java.util.Base64.getEncoder().encodeToString(Photos.bytes(Photos.FOLDER.resolve("average2_crop.jpg")));
        var json = "{\"SourceImage\":{\"Bytes\":\"" + photo + "\"},\"TargetImage\":{\"Bytes\":\"" + photo + "\"}}";
        return Wire.signed(gateway.calls(), key, "CompareFaces", json).send();
    }

    @Test
    void usageErrorsSayWhatToDo() throws Exception {
        for (var words : new String[][] {
            {"ledger", "verify", "--ledger", "mysql://db/x"},
            {"ledger", "tail", "--ledger", "jdbc:postgresql://db/x?user=u&password=secret"},
            {"ledger", "migrate", "--role", "gateways"},
            {"ledger", "move", "--from", "a", "--to", "b"},
            {"ledger", "move", "--from", folder.resolve("none").toString(), "--to", "jdbc:postgresql://db/x"},
        }) {
            var said = Gateway.run(words);
            assertThat(said.code()).as(String.join(" ", words)).isEqualTo(2);
            assertThat(said.err()).doesNotContain("secret").isNotBlank();
        }
        assertThat(Files.list(folder)).isEmpty();
    }
}
