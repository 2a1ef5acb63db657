package io.facegate.bench.gateway;

import io.facegate.json.JsonMappers;
import io.facegate.ledger.store.LedgerFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The gateway under test: a child process, started by the launcher as an operator would. */
final class BenchGateway implements AutoCloseable {
    /** Made-up AWS credentials. The upstream ignores signatures, but the gateway needs credentials to make one. */
    private static final Map<String, String> CREDENTIALS = Map.of(
            "AWS_ACCESS_KEY_ID", "AKIDFACEGATEBENCH000",
            "AWS_SECRET_ACCESS_KEY", "facegate-bench-secret-that-opens-nothing",
            "AWS_EC2_METADATA_DISABLED", "true");

    private final ChildProcess child;
    private final BenchFolder ground;
    private final URI calls;

    private BenchGateway(ChildProcess child, BenchFolder ground, URI calls) {
        this.child = child;
        this.ground = ground;
        this.calls = calls;
    }

    /**
     * Starts a gateway on free ports.
     *
     * @param folder the gateway's own folder, for its data
     * @param provider the provider list: {@code local}, or {@code rekognition}, which is then the upstream
     * @param options additional JVM options
     */
    static BenchGateway start(Path folder, String provider, URI upstream, List<String> options) throws IOException {
        Files.createDirectories(folder);
        return start(new Program(launcher(), options), folder, BenchFolder.prepare(folder), provider, upstream);
    }

    /** Starts another build, which that program starts, in front of an upstream of Rekognition. */
    static BenchGateway startOther(Path launcher, Path folder, URI upstream) throws IOException {
        var program = new Program(launcher.toString(), List.of());
        return start(program, folder, BenchFolder.prepareWith(launcher, folder), "rekognition", upstream);
    }

    /** What starts a gateway, and additional JVM options. */
    private record Program(String launcher, List<String> options) {}

    private static BenchGateway start(Program program, Path folder, BenchFolder ground, String provider, URI upstream)
            throws IOException {
        var command =
                new ArrayList<>(List.of(program.launcher, "serve", "--json", "--port", "0", "--health-port", "0"));
        command.add("--trust-loopback");
        command.addAll(List.of(
                "--data",
                ground.data().toString(),
                "--policies",
                ground.policies().toString()));
        command.addAll(List.of("--provider", provider));
        command.addAll(BenchVendors.options(provider, folder, upstream));
        command.addAll(List.of("--aws-endpoint", upstream.toString(), "--aws-region", "us-east-1"));
        var environment = new HashMap<>(CREDENTIALS);
        environment.put("FACEGATE_JAVA_OPTS", String.join(" ", program.options));
        var child = ChildProcess.start(folder, command, environment);
        var told = JsonMappers.PLAIN.readTree(child.line("\"calls\""));
        return new BenchGateway(child, ground, URI.create(told.path("calls").asText()));
    }

    /** The launcher, which replaces itself by the gateway: the process is the gateway's. */
    private static String launcher() {
        return Path.of(Objects.requireNonNull(System.getProperty("facegate.home")), "facegate")
                .toString();
    }

    /** A DetectFaces call with that body, signed now. */
    BenchCall signed(byte[] body) {
        return BenchCall.detectFaces(calls, ground.key(), body);
    }

    /** The same to another server that verifies the signature of its own address. */
    BenchCall signed(byte[] body, URI other) {
        return BenchCall.detectFaces(other, ground.key(), body);
    }

    /** The secret that signs the calls. */
    String secret() {
        return ground.key().secretAccessKey();
    }

    /** Calls with that image on every other wire, by the wire's name. */
    Map<String, BenchCall> others(byte[] image) {
        return BenchVendors.calls(calls, ground.key().apiKey(), image);
    }

    /** Number of durable records. */
    long records() throws IOException {
        try (var ledger = LedgerFile.open(ground.data().resolve(LedgerFile.NAME))) {
            return ledger.head().size();
        } catch (SQLException unreadable) {
            throw new IOException("The ledger under test cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    ChildProcess child() {
        return child;
    }

    @Override
    public void close() {
        child.close();
    }
}
