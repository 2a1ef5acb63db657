package io.facegate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.app.Main;
import io.facegate.ledger.store.LedgerFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged gateway as a process of its own, on free ports of loopback, and its command line. */
final class Gateway implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path data;
    private final URI calls;
    private final URI encrypted;
    private final URI health;
    private final URI admin;
    private final URI console;

    private Gateway(Process process, Path data, List<JsonNode> announced) {
        this.process = process;
        this.data = data;
        this.calls = URI.create(announced.get(0).get("calls").asText());
        this.encrypted = URI.create(announced.get(0).path("encrypted").asText());
        this.health = URI.create(announced.get(0).get("health").asText());
        this.admin = URI.create(announced.get(0).path("admin").asText());
        this.console = URI.create(announced.get(1).get("console").asText());
    }

    /** The same, over TLS as well, with that certificate and the key beside it. */
    static Gateway encrypting(Path certificate, Path data, String... options) {
        var all = new ArrayList<>(Arrays.asList(options));
        all.addAll(List.of("--tls-port", "0", "--tls-cert", certificate.toString()));
        all.addAll(List.of("--tls-key", certificate.resolveSibling("vendor.key").toString()));
        return start(data, all.toArray(String[]::new));
    }

    /** Starts a gateway over that folder; more options may follow. */
    static Gateway start(Path data, String... options) {
        return start(data, Map.of(), List.of(), options);
    }

    static Gateway start(Path data, Map<String, String> environment, List<String> jvm, String... options) {
        return start(List.of(), data, environment, jvm, options);
    }

    /** The same, while the kernel notes there which files its threads write and whom they speak with. */
    static Gateway traced(Path trace, Path data, Map<String, String> environment, List<String> jvm, String... options) {
        var words =
                List.of("strace", "-D", "-f", "-qq", "-s", "256", "-e", "trace=%network,%file", "-o", trace.toString());
        return start(words, data, environment, jvm, options);
    }

    private static Gateway start(
            List<String> before, Path data, Map<String, String> environment, List<String> jvm, String... options) {
        var command = new ArrayList<>(before);
        command.addAll(PackagedBuild.THIS.server(jvm));
        return start(command, data, environment, options);
    }

    /** Starts one of another build. */
    static Gateway start(PackagedBuild build, Path data, Map<String, String> environment, String... options) {
        return start(build.server(List.of()), data, environment, options);
    }

    private static Gateway start(List<String> java, Path data, Map<String, String> environment, String... options) {
        var command = new ArrayList<>(java);
        command.addAll(List.of("serve", "--json", "--port", "0", "--health-port", "0"));
        command.addAll(List.of("--data", data.toString()));
        command.addAll(Arrays.asList(options));
        if (!command.contains("--policies")) {
            command.addAll(List.of("--policies", "policies"));
        }
        if (command.stream().noneMatch(word -> word.startsWith("--trust-loopback"))) {
            // Most tests call as somebody on this machine would, with API keys and without TLS.
            command.add("--trust-loopback");
        }
        if (!command.contains("--ledger-deadline")) {
            // What is tested here must not depend on how busy the disk of the machine is.
            command.addAll(List.of("--ledger-deadline", "5000"));
        }
        try {
            Files.createDirectories(data.getParent());
            var log = data.resolveSibling(data.getFileName() + ".log");
            var builder = new ProcessBuilder(command).redirectError(log.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            return new Gateway(process, data, announced(process, log));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<JsonNode> announced(Process process, Path log) throws IOException {
        BufferedReader out = process.inputReader();
        var lines = new ArrayList<JsonNode>();
        // One that says nothing for two minutes is ended, and so is its output.
        var patience = Thread.ofVirtual().start(() -> endUnlessInterrupted(process));
        while (lines.size() < 2) {
            var line = out.readLine();
            if (line == null) {
                throw new IOException("The gateway did not start:\n" + Files.readString(log));
            }
            lines.add(JSON.readTree(line));
        }
        patience.interrupt();
        return lines;
    }

    private static void endUnlessInterrupted(Process process) {
        try {
            Thread.sleep(Duration.ofMinutes(2));
            process.destroyForcibly();
        } catch (InterruptedException started) {
            Thread.currentThread().interrupt();
        }
    }

    URI calls() {
        return calls;
    }

    /** Where it takes calls over TLS, with the port it found free. */
    URI encrypted() {
        return encrypted;
    }

    URI health() {
        return health;
    }

    /** Where the admin API is answered, if it has a port of its own. */
    URI admin() {
        return admin;
    }

    URI console() {
        return console;
    }

    Path data() {
        return data;
    }

    /** What it has said on standard error so far. */
    String log() {
        try {
            return Files.readString(data.resolveSibling(data.getFileName() + ".log"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Process process() {
        return process;
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** As SIGTERM does; returns when it is gone. */
    void terminate() {
        process.destroy();
        await();
    }

    @Override
    public void close() {
        terminate();
    }

    private void await() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One command of the packaged command line, in a process of its own. */
    static Result runPackaged(String... words) {
        return Result.of(starting(Arrays.asList(words)));
    }

    /** One command, in this process: it takes no start of a JVM. What commands do as processes, others test. */
    static Result run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.commandLineFor(words)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        return new Result(code, out.toString(), err.toString());
    }

    /** The same, not started yet. */
    static ProcessBuilder starting(List<String> words) {
        return PackagedBuild.THIS.command(words);
    }

    /** Every record of its ledger, oldest first, as {@code ledger tail --json} prints them. */
    List<JsonNode> tail() {
        var lines = run("ledger", "tail", "-n", "1000000", "--json", "--data", data.toString())
                .expect(0)
                .out();
        return lines.lines().map(Gateway::parsed).toList();
    }

    /** Every record of its ledger, oldest first, read from its file while it runs. */
    List<JsonNode> records() {
        return records(data);
    }

    /** The administrative acts of its ledger, oldest first: what was done, and of what. */
    List<String> acts() {
        return records().stream()
                .filter(record -> record.path("kind").asText().equals("ADMIN"))
                .map(record -> record.path("act").asText()
                        + ' '
                        + record.path("subject").asText())
                .toList();
    }

    /** Its page of readiness. */
    String readiness() {
        return read("/health/ready");
    }

    /** Its metrics. */
    String metrics() {
        return read("/metrics");
    }

    private String read(String path) {
        try (var http = HttpClient.newHttpClient()) {
            var page = HttpRequest.newBuilder(health.resolve(path)).build();
            return http.send(page, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    static List<JsonNode> records(Path data) {
        var found = new ArrayList<JsonNode>();
        try (var file = LedgerFile.open(data.resolve(LedgerFile.NAME))) {
            file.forEachBatch(0, batch -> {
                batch.forEachRecord((place, start, end) ->
                        found.add(parsed(new String(batch.lines(), start, end - start, StandardCharsets.UTF_8))));
                return true;
            });
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
        return found;
    }

    /** The decision of that id, as {@code ledger show --json} prints it, and its outcome where there is one. */
    List<JsonNode> show(String decision) {
        return run("ledger", "show", decision, "--json", "--data", data.toString())
                .expect(0)
                .out()
                .lines()
                .map(Gateway::parsed)
                .toList();
    }

    /** Every outcome is on disk once this returns, as nothing is under way any more. */
    List<JsonNode> settledRecords() {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            var records = records();
            var open = records.stream()
                    .filter(record -> record.path("verdict").asText().equals("permit"))
                    .count();
            var ended = records.stream()
                    .filter(record -> record.path("kind").asText().equals("OUTCOME"))
                    .count();
            if (open == ended) {
                return records;
            }
            if (System.nanoTime() > until) {
                throw new AssertionError(open + " permits and " + ended + " outcomes after a minute");
            }
            pause(50);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException broken) {
            throw new UncheckedIOException(json, broken);
        }
    }

    /** Registers an organisation and mints its key, by the commands of the command line. */
    static Key register(Path data, String id, String type, String... purposes) {
        var words = new ArrayList<String>(List.of("org", "add", "--id", id, "--name", id, "--type", type));
        for (var purpose : purposes) {
            words.addAll(List.of("--purpose", purpose));
        }
        words.addAll(List.of("--data", data.toString()));
        run(words.toArray(String[]::new)).expect(0);
        return mint(data, id);
    }

    static Key mint(Path data, String id, String... options) {
        var words = new ArrayList<String>(List.of("key", "mint", "--org", id, "--json", "--data", data.toString()));
        words.addAll(Arrays.asList(options));
        var minted = run(words.toArray(String[]::new)).expect(0).json();
        return new Key(
                minted.get("accessKeyId").asText(),
                minted.get("secretAccessKey").asText(),
                minted.get("apiKey").asText());
    }

    record Key(String id, String secret, String apiKey) {}

    /** How a command ended. */
    record Result(int code, String out, String err) {
        static Result of(ProcessBuilder builder) {
            return of(builder, 2);
        }

        static Result of(ProcessBuilder builder, int minutes) {
            try {
                var out = Files.createTempFile("out", ".txt");
                var err = Files.createTempFile("err", ".txt");
                var process = builder.redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .start();
                if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("did not end in " + minutes + " minutes: " + builder.command());
                }
                var result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
                Files.delete(out);
                Files.delete(err);
                return result;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }

        Result expect(int expected) {
            if (code != expected) {
                throw new AssertionError("exit code " + code + ", not " + expected + "\n" + out + err);
            }
            return this;
        }

        JsonNode json() {
            return parsed(out);
        }
    }
}
