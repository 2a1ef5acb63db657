package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Stories told by unmodified clients for JavaScript. */
final class Node {
    private static final Path SCRIPTS = Path.of("src/test/js");
    private static final Path FOLDER = Path.of("target/js");

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

    /** The registry's client checks each package against the lock file's hash; done once for each lock file. */
    static void install(String script) throws IOException {
        Files.createDirectories(FOLDER);
        for (var name : List.of("package.json", "package-lock.json", "google-client.mjs", script)) {
            Files.copy(SCRIPTS.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
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
