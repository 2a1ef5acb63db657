package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Stories told by unmodified clients for JavaScript. */
final class Node {
    private static final Path SCRIPTS = Path.of("src/test/js");
    private static final Path FOLDER = Path.of("target/js");
    private static final Path DOCUMENT = Path.of("src/main/resources/io/facegate/vendor/neutral/wire/openapi.yaml");

    private Node() {}

    /** Runs one script, and gives the one JSON object that it prints. */
    static JsonNode tell(String script, Map<String, String> environment) throws IOException {
        var node = demand("/usr/bin/node", "nodejs");
        install(script);
        var builder = new ProcessBuilder(List.of(node, FOLDER.resolve(script).toString()));
        builder.environment().putAll(environment);
        var result = Result.of(builder);
        assertThat(result.code())
                .as(result.err() + "\nIf a module is missing, on Debian: apt-get install nodejs npm")
                .isZero();
        return result.json();
    }

    /** Makes a client of the neutral API of its document, with a generator, and compiles what calls it, strictly. */
    static void compileNeutralClient() throws IOException {
        install("matrix.mjs");
        var neutral = Files.createDirectories(FOLDER.resolve("neutral"));
        var made = neutral.resolve("matrix.js");
        var sources = Stream.of(
                DOCUMENT,
                SCRIPTS.resolve("matrix.ts"),
                SCRIPTS.resolve("tsconfig.json"),
                SCRIPTS.resolve("package-lock.json"));
        if (Files.exists(made) && sources.allMatch(source -> modified(source) < modified(made))) {
            return;
        }
        Files.copy(
                SCRIPTS.resolve("tsconfig.json"), FOLDER.resolve("tsconfig.json"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(SCRIPTS.resolve("matrix.ts"), neutral.resolve("matrix.ts"), StandardCopyOption.REPLACE_EXISTING);
        var node = demand("/usr/bin/node", "nodejs");
        for (var command : List.of(
                List.of(
                        "@hey-api/openapi-ts/bin/run.js",
                        "-i",
                        DOCUMENT.toAbsolutePath().toString(),
                        "-o",
                        "neutral/client"),
                List.of("typescript/bin/tsc", "-p", "."))) {
            var words = new ArrayList<>(List.of(node, "node_modules/" + command.getFirst()));
            words.addAll(command.subList(1, command.size()));
            Result.of(new ProcessBuilder(words).directory(FOLDER.toFile())).expect(0);
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * The registry's client checks each package against the lock file's hash; done once for each lock file. Tests run in
     * two processes, and one waits for the other.
     */
    static void install(String script) throws IOException {
        Files.createDirectories(FOLDER);
        try (var channel =
                        FileChannel.open(FOLDER.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            for (var name : List.of("package.json", "package-lock.json", "google-client.mjs", script)) {
                copyIfChanged(SCRIPTS.resolve(name), FOLDER.resolve(name));
            }
            installPackages();
        }
    }

    private static void copyIfChanged(Path from, Path to) throws IOException {
        if (!Files.exists(to) || Files.mismatch(from, to) >= 0) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void installPackages() throws IOException {
        var installed = FOLDER.resolve("node_modules/.facegate-lock");
        var lock = FOLDER.resolve("package-lock.json");
        if (Files.exists(installed) && Files.mismatch(installed, lock) < 0) {
            return;
        }
        Result.of(new ProcessBuilder(demand("/usr/bin/npm", "npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts")
                        .directory(FOLDER.toFile()))
                .expect(0);
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    static String demand(String tool, String debian) {
        if (!Files.isExecutable(Path.of(tool))) {
            throw new AssertionError("This test needs " + tool + ". On Debian: apt-get install " + debian);
        }
        return tool;
    }
}
