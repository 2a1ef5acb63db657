package io.facegate.bench.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A child process that the benchmark starts and stops. Its standard error goes to a file. */
public final class ChildProcess implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final long STOP_SECONDS = 15;

    private final Process process;
    private final Path complaints;
    private final Thread atExit;

    private ChildProcess(Process process, Path complaints) {
        this.process = process;
        this.complaints = complaints;
        this.atExit = Thread.ofPlatform().unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    public static ChildProcess start(Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        var complaints = folder.resolve("stderr");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(complaints.toFile()));
        builder.environment().keySet().removeIf(ChildProcess::isForeign);
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), complaints);
    }

    /** True for environment variables of the user that must not affect the benchmark. */
    static boolean isForeign(String name) {
        return name.startsWith("AWS_") || (name.startsWith("FACEGATE_") && !name.equals("FACEGATE_HOME"));
    }

    /** Returns the first line of standard output that contains {@code word}; discards the rest. */
    public String line(String word) throws IOException {
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(word)) {
                Thread.ofVirtual().start(() -> out.lines().forEach(rest -> {}));
                return line;
            }
        }
        throw new IOException("A server of the benchmark did not start: " + said());
    }

    /** Waits until the process accepts connections. */
    void listening(URI at) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_NANOS;
        while (process.isAlive() && System.nanoTime() < end) {
            try (var probe = new Socket()) {
                probe.connect(new InetSocketAddress(at.getHost(), at.getPort()), 1000);
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException("A server of the benchmark did not start: " + said());
    }

    /** The content of standard error. */
    String said() throws IOException {
        return Files.readString(complaints).strip();
    }

    /** Processor time used so far by the process and its running children. */
    public Duration processor() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Peak memory of the process in MiB; 0 where the system does not report it. */
    long peakMib() throws IOException {
        var status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
