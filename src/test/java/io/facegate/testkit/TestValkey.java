package io.facegate.testkit;

import io.facegate.Await;
import io.facegate.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Valkey on a port of the system's choice, without a file on disk unless options say so. It can be killed and started again. */
public final class TestValkey implements AutoCloseable {
    private final Path folder;
    private final List<String> options;
    private final int port;
    private Process server;

    private TestValkey(Path folder, List<String> options) {
        this.folder = folder;
        this.options = options;
        this.port = Ports.free();
        this.server = run();
    }

    public static TestValkey start(Path folder, String... options) {
        return new TestValkey(folder, List.of(options));
    }

    private Process run() {
        var command = new ArrayList<>(List.of(
                "valkey-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "", "--dir"));
        command.add(folder.toString());
        command.addAll(options);
        try {
            var started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("valkey.log").toFile())
                    .start();
            Await.until(this::isOpen);
            return started;
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private boolean isOpen() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** As {@code kill -9} does. */
    public void kill() {
        server.destroyForcibly();
        try {
            server.waitFor();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again on the same port, with what is on disk: nothing, unless options say so. */
    public void startAgain() {
        server = run();
    }

    /** Stops it without ending it: connections stay open, and nothing is answered. */
    public void freeze(boolean isFrozen) throws IOException, InterruptedException {
        new ProcessBuilder("kill", isFrozen ? "-STOP" : "-CONT", Long.toString(server.pid()))
                .start()
                .waitFor();
    }

    /** What its own client program answers. */
    public String cli(String... command) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("valkey-cli", "-p", Integer.toString(port)));
        all.addAll(List.of(command));
        var running = new ProcessBuilder(all).redirectErrorStream(true).start();
        var answer = new String(running.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        running.waitFor();
        return answer.strip();
    }

    @Override
    public void close() {
        kill();
    }
}
