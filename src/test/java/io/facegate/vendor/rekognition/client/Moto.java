package io.facegate.vendor.rekognition.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Moto, a second emulator of AWS that nobody here wrote, as a process on a free loopback port. */
public final class Moto {
    private static final Path SERVER = Path.of("/usr/bin/moto_server");
    private static final Pattern RUNNING = Pattern.compile(".*Running on (http://127\\.0\\.0\\.1:[0-9]+).*");

    private final Process process;
    private final CompletableFuture<URI> url = new CompletableFuture<>();

    private Moto(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    public static Moto start() throws IOException {
        if (!Files.isExecutable(SERVER)) {
            throw new AssertionError(
                    "This test needs moto. On Debian: apt-get install python3-moto python3-flask-cors");
        }
        return new Moto(new ProcessBuilder(SERVER.toString(), "-H", "127.0.0.1", "-p", "0")
                .redirectErrorStream(true)
                .start());
    }

    public URI url() throws Exception {
        return url.get(60, TimeUnit.SECONDS);
    }

    /** Reads all it says, so that it never waits for a reader. */
    private void listen() {
        var said = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var running = RUNNING.matcher(line);
                if (running.matches()) {
                    url.complete(URI.create(running.group(1)));
                } else if (!url.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException ended) {
            said.append(ended);
        }
        url.completeExceptionally(new AssertionError(
                "moto ended before it served; apt-get install python3-moto python3-flask-cors may help:\n" + said));
    }

    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
