package io.facegate.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway of one build as its own process, with its own fake vendor. */
final class GatewayUnderTest implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final FakeVendor vendor;
    private final Path data;
    private final WireClient client;
    private final GrpcClient grpc;

    private GatewayUnderTest(Process process, FakeVendor vendor, Path data, int port) {
        this.process = process;
        this.vendor = vendor;
        this.data = data;
        this.client = new WireClient(port);
        this.grpc = new GrpcClient(port);
    }

    /** Result of one request. */
    record Outcome(WireClient.Answer answer, List<FakeVendor.Received> forwarded) {}

    static GatewayUnderTest start(Build build, TestBed bed, Path data, long seed, Path policies) throws IOException {
        var vendor = new FakeVendor(seed);
        var log = data.resolveSibling(data.getFileName() + ".log");
        var words = bed.serve(data, vendor.url(), policies);
        var builder = build.process(data.getParent(), words, FixedOrder.options(data.resolveSibling("fixed-order")))
                .redirectError(log.toFile());
        builder.environment().put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "the-gateways-own-secret");
        var process = builder.start();
        var announced = process.inputReader().readLine();
        if (announced == null) {
            vendor.close();
            throw new IOException("The " + build.name() + " build did not start:\n" + Files.readString(log));
        }
        JsonNode first = JSON.readTree(announced);
        Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(line -> {}));
        return new GatewayUnderTest(
                process,
                vendor,
                data,
                URI.create(first.get("calls").textValue()).getPort());
    }

    Path data() {
        return data;
    }

    /** Sends a request and waits for its response. */
    Outcome send(Request request, String target, byte[] body, Instant now) throws IOException, InterruptedException {
        vendor.begin(request.number());
        var headers = RequestSigner.sign(request, target, body, now);
        var answer = request.wire().equals("google_grpc")
                ? grpc.send(target, headers, body)
                : client.send(request.method(), target, headers, body);
        return new Outcome(answer, vendor.received());
    }

    FakeVendor vendor() {
        return vendor;
    }

    /** Processor time that the gateway has used. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Stops the gateway as an operator would. Returns its exit code, or -1 if it had to be killed. */
    int stop() throws IOException, InterruptedException {
        client.close();
        grpc.close();
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return -1;
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        client.close();
        grpc.close();
        vendor.close();
    }
}
