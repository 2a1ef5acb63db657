package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of README.md, in order, typed into a shell in an empty folder. */
class ReadmeIT {
    private static final String SERVE = "./facegate serve ";
    private static final Pattern CALLS = Pattern.compile("takes calls at (http://[^,\\s]+),");
    private static final String TEST = "./facegate test";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Result> said = new HashMap<>();
    private Process server;
    private String calls = "";

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.destroy();
            assertThat(server.waitFor(20, TimeUnit.SECONDS))
                    .as("the server stops when asked")
                    .isTrue();
        }
    }

    @Test
    void doWhatItSays() throws IOException {
        Files.createSymbolicLink(folder.resolve("facegate"), Launcher.SCRIPT);
        Files.copy(Photos.ONE, folder.resolve("photo.jpg"));
        standInForMaven();
        var commands = commands(Files.readString(Path.of("README.md")));
        assertThat(commands).hasSizeGreaterThan(8).anyMatch(command -> command.startsWith(SERVE));

        for (var command : commands) {
            run(command.replace("http://127.0.0.1:8080", calls));
        }

        assertThat(output("./facegate demo --once")).contains("HTTP 400 AccessDeniedException");
        assertThat(Files.readString(folder.resolve("mvn.txt"))).contains("-f", "pom.xml", "verify");
        assertThat(output("aws ")).contains("FaceDetails", "BoundingBox");
        assertThat(output("./facegate ledger tail")).contains("permit", "hope", "detect", "missing_child");
        assertThat(output("./facegate ledger verify")).contains("The ledger verifies");
        assertThat(output("./facegate policy explain")).contains("amazon-rekognition-2020/police");
    }

    /** This suite is what that command starts, so here it is enough to see that it would be started. */
    private void standInForMaven() throws IOException {
        var bin = Files.createDirectory(folder.resolve("bin"));
        Files.writeString(bin.resolve("mvn"), "#!/bin/sh\necho \"$@\" >> '" + folder.resolve("mvn.txt") + "'\n");
        assertThat(bin.resolve("mvn").toFile().setExecutable(true)).isTrue();
        environment.put("STAND_IN", bin.toString());
    }

    private String output(String beginning) {
        return said.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(beginning))
                .map(entry -> entry.getValue().out())
                .findFirst()
                .orElseThrow(() -> new AssertionError("README.md has no command " + beginning));
    }

    /** The lines of every block marked sh, and of those that begin with aws. */
    private static List<String> commands(String readme) {
        var commands = new ArrayList<String>();
        var blocks = readme.split("```", -1);
        for (int at = 1; at < blocks.length; at += 2) {
            var block = blocks[at];
            var language = block.substring(0, block.indexOf('\n')).strip();
            var text = block.substring(block.indexOf('\n') + 1).replace("\\\n", " ");
            if (language.equals("sh") || text.startsWith("aws ")) {
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(commands::add);
            }
        }
        return commands;
    }

    private void run(String command) throws IOException {
        if (command.startsWith(SERVE)) {
            server = shell(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("serve.txt").toFile())
                    .start();
            awaitServer();
            return;
        }
        var result = Result.of(shell(command)).expect(0);
        said.put(command, result);
        if (command.startsWith("./facegate key mint ")) {
            environment.put(
                    "AWS_ACCESS_KEY_ID", result.json().get("accessKeyId").asText());
            environment.put(
                    "AWS_SECRET_ACCESS_KEY",
                    result.json().get("secretAccessKey").asText());
        }
    }

    /** {@code exec}, so that the server gets the signal that ends it. */
    private ProcessBuilder shell(String command) throws IOException {
        var builder = new ProcessBuilder("/bin/bash", "-c", "exec " + command).directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_CONFIG_FILE", "/dev/null",
                        "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_PAGER", ""));
        var path = "/usr/bin:" + builder.environment().get("PATH");
        builder.environment().put("PATH", command.equals(TEST) ? environment.get("STAND_IN") + ":" + path : path);
        return Launcher.prepared(builder);
    }

    private void awaitServer() {
        var said = folder.resolve("serve.txt");
        Await.until(() -> {
            var found = CALLS.matcher(Files.readString(said));
            if (found.find()) {
                calls = found.group(1);
            }
            assertThat(server.isAlive()).as(Files.readString(said)).isTrue();
            return !calls.isEmpty();
        });
    }
}
