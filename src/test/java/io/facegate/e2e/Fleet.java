package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.ledger.postgres.Server;
import io.facegate.testkit.TcpRelay;
import io.facegate.testkit.TestValkey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Packaged gateways of one organisation that share a real PostgreSQL and a real Valkey, in front of one vendor. */
final class Fleet implements AutoCloseable {
    private static final String QUOTAS = "quotas: [{name: hope, organisation: hope, per_day: 100000000}]\n";

    private static final int ROUNDS = 5;

    private final Path folder;
    private final boolean isRelayed;
    private final List<TcpRelay> relays = new ArrayList<>();
    private final TestValkey valkey;
    private final FakeVendor vendor = FakeVendor.start().answers(FakeVendor.Answer.of(200, "{\"FaceDetails\":[]}"));
    private final List<Gateway> gateways = new CopyOnWriteArrayList<>();
    private final Gateway.Key key;
    private final String owner;
    private PackagedBuild build;
    private Server server;
    private String url;

    /** That many of them, ready for calls. */
    Fleet(Path folder, int size) throws IOException {
        this(folder, size, false, PackagedBuild.THIS);
    }

    /** That many of another build, with the tables that it makes. */
    static Fleet of(PackagedBuild build, Path folder, int size) throws IOException {
        return new Fleet(folder, size, false, build);
    }

    /** That many of them, each of which reaches the database over a relay of its own. */
    static Fleet relayed(Path folder, int size) throws IOException {
        return new Fleet(folder, size, true, PackagedBuild.THIS);
    }

    private Fleet(Path folder, int size, boolean isRelayed, PackagedBuild build) throws IOException {
        this.folder = folder;
        this.isRelayed = isRelayed;
        this.build = build;
        server = Server.in(folder.resolve("server"), Map.of());
        valkey = TestValkey.start(Files.createDirectory(folder.resolve("valkey")));
        var name = server.empty();
        owner = server.asOwner(name).url();
        url = server.asGateway(name).url();
        migrate();
        key = register();
        try {
            for (int place = 0; place < size; place++) {
                if (place > 0) {
                    join(data(place));
                }
                Files.writeString(data(place).resolve("quotas.yaml"), QUOTAS);
                if (isRelayed) {
                    relays.add(new TcpRelay(server.port()));
                }
                gateways.add(open(place));
            }
        } catch (IOException | RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    private void join(Path other) {
        run("gateway", "join", "--from", data(0).toString(), "--to", other.toString())
                .expect(0);
    }

    /** Brings the tables up to date, as their owner; true if they were not. */
    boolean migrate() {
        return migrate("ledger") | migrate("registry");
    }

    private boolean migrate(String what) {
        return run(what, "migrate", "--" + what, owner, "--role", "gateways", "--json")
                        .expect(0)
                        .json()
                        .get("migrations")
                        .asInt()
                > 0;
    }

    private Gateway.Result run(String... words) {
        return Gateway.Result.of(build.command(Arrays.asList(words)));
    }

    /** From now on gateways are started, and commands run, of that build. */
    void update(PackagedBuild next) {
        build = next;
    }

    private Gateway.Key register() {
        var words = "org add --id hope --name Hope --type nonprofit.child_protection --jurisdiction US-OR"
                + " --purpose missing_child";
        command(0, words.split(" ")).expect(0);
        return mint();
    }

    /** A new key of the organisation. */
    Gateway.Key mint() {
        var minted =
                command(0, "key", "mint", "--org", "hope", "--json").expect(0).json();
        return new Gateway.Key(
                minted.get("accessKeyId").asText(),
                minted.get("secretAccessKey").asText(),
                "");
    }

    private Gateway open(int place) {
        var database = isRelayed ? relays.get(place).over(url) : url;
        return Gateways.inFrontOf(
                build,
                vendor.url(),
                data(place),
                "--ledger",
                database,
                "--registry",
                database,
                "--limits",
                valkey.url());
    }

    /** The data folder of the gateway at that place. */
    Path data(int place) {
        return folder.resolve("gateway" + place);
    }

    /** Those that run, or ran last, each at its place. */
    List<Gateway> gateways() {
        return gateways;
    }

    /** Stops one as a service manager does. */
    void stop(int place) {
        var old = gateways.get(place);
        old.terminate();
        if (old.process().exitValue() != 0) {
            throw new AssertionError("exit code " + old.process().exitValue() + "\n" + old.log());
        }
    }

    /** Stops one as a service manager does, and starts it anew over its folder. */
    void restart(int place) {
        stop(place);
        startAgain(place);
    }

    /** Starts one that was stopped or killed anew over its folder. */
    void startAgain(int place) {
        gateways.set(place, open(place));
    }

    /** The way of one of them to the database. */
    TcpRelay relay(int place) {
        return relays.get(place);
    }

    Server server() {
        return server;
    }

    /** Lets all of them, and the commands, reach another server. */
    void leadTo(Server other) throws IOException {
        url = url.replace(":" + server.port() + '/', ":" + other.port() + '/');
        server.close();
        server = other;
        for (var relay : relays) {
            relay.leadTo(other.port());
        }
    }

    /** The address of the ledger and the registry, as the gateways' role. */
    String url() {
        return url;
    }

    TestValkey valkey() {
        return valkey;
    }

    FakeVendor vendor() {
        return vendor;
    }

    /** One call of the organisation, signed for the name of a balancer, so that any gateway takes it. */
    Wire call() {
        return call(key);
    }

    /** The same, with another key. */
    static Wire call(Gateway.Key key) {
        var wall = java.util.Base64.getEncoder().encodeToString(Photos.nobody());
        var json = "{\"Image\":{\"Bytes\":\"" + wall + "\"}}";
        return Wire.signed(URI.create("http://127.0.0.1:8080"), key, "DetectFaces", json);
    }

    /** Requires that every gateway refuses at last, and that what the vendor was sent does not grow from then on. */
    void requireNothingForwarded(String without) {
        for (var gateway : gateways) {
            Await.until(() -> call().sentTo(gateway.calls()).status() == 503);
        }
        Await.until(this::isStill);
        int seen = vendor.seen().size();
        for (int round = 0; round < ROUNDS; round++) {
            for (var gateway : gateways) {
                assertThat(call().sentTo(gateway.calls()).status()).isEqualTo(503);
            }
        }
        assertThat(vendor.seen()).as("forwarded without " + without).hasSize(seen);
    }

    private boolean isStill() {
        int before = vendor.seen().size();
        Gateway.pause(500);
        return vendor.seen().size() == before;
    }

    /** A command over the folder of one of them. */
    Gateway.Result command(int place, String... words) {
        var all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--data", data(place).toString(), "--ledger", url));
        if (!words[0].equals("ledger")) {
            all.addAll(List.of("--registry", url));
        }
        return run(all.toArray(String[]::new));
    }

    /** Every record of the one ledger, in its order. */
    List<JsonNode> records() {
        return command(0, "ledger", "tail", "-n", "1000000", "--json")
                .expect(0)
                .out()
                .lines()
                .map(Gateway::parsed)
                .toList();
    }

    /** What the database's superuser reads. */
    long number(String sql) {
        var name = url.replaceAll(".*/(\\w+)[?].*", "$1");
        return Long.parseLong(server.ask(server.asGateway(name), sql));
    }

    /** Ends the gateways with their records whole, so that the ledger can be looked at. */
    void stopGateways() {
        gateways.forEach(Gateway::terminate);
    }

    @Override
    public void close() throws IOException {
        stopGateways();
        for (var relay : relays) {
            relay.close();
        }
        vendor.close();
        valkey.close();
        server.close();
    }
}
