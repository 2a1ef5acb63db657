package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A shell in one folder into which the commands of a page are typed; what one exports, the next ones have. */
final class DocumentedShell implements AutoCloseable {
    private static final Pattern CALLS = Pattern.compile("takes calls at (http://[^,\\s]+),");
    private static final Pattern TLS = Pattern.compile("The same over TLS: https://\\S+:(\\d+)");

    private final Path folder;
    private Process server;
    private String calls = "";
    private String tlsPort = "";

    DocumentedShell(Path folder) throws IOException {
        this.folder = folder;
        Files.createSymbolicLink(folder.resolve("facegate"), Launcher.SCRIPT);
        Files.copy(Photos.ONE, folder.resolve("photo.jpg"));
        Files.createFile(folder.resolve("environment"));
        Files.createDirectory(folder.resolve("bin"));
    }

    /** Where stand-ins for tools are looked up first. */
    Path bin() {
        return folder.resolve("bin");
    }

    /** A page's text with the addresses that this gateway has. */
    String addressed(String text) {
        return text.replace("http://127.0.0.1:8080", calls)
                .replace("https://localhost:8443", "https://localhost:" + tlsPort)
                .replace("8443", tlsPort);
    }

    Result run(String commands) throws IOException {
        return Result.of(shell("set -e\n. ./environment\n" + commands + "\nexport -p > environment"))
                .expect(0);
    }

    /** Starts a gateway and waits until it says where it is. */
    void serve(String command) throws IOException {
        var log = folder.resolve("serve.txt");
        server = shell(". ./environment\nexec " + command.replaceFirst("&\\s*$", ""))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Await.until(() -> {
            var said = Files.readString(log);
            assertThat(server.isAlive()).as(said).isTrue();
            var found = CALLS.matcher(said);
            var encrypted = TLS.matcher(said);
            calls = found.find() ? found.group(1) : "";
            tlsPort = encrypted.find() ? encrypted.group(1) : "";
            return said.contains("Policies: ");
        });
    }

    private ProcessBuilder shell(String script) throws IOException {
        var builder = new ProcessBuilder("/bin/bash", "-c", script).directory(folder.toFile());
        builder.environment()
                .putAll(Map.of(
                        "FACEGATE_TLS_PORT", "0",
                        "AWS_CONFIG_FILE", "/dev/null",
                        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_PAGER", ""));
        var first = bin() + ":/usr/bin:" + System.getProperty("java.home") + "/bin:";
        builder.environment().merge("PATH", first, (path, ours) -> ours + path);
        return Launcher.prepared(builder);
    }

    @Override
    public void close() {
        if (server != null) {
            server.destroy();
            assertThat(server.onExit()).as("the server stops when asked").succeedsWithin(20, TimeUnit.SECONDS);
        }
    }
}
