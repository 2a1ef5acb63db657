package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of README.md, in order, typed into a shell in an empty folder. */
class ReadmeIT {
    @TempDir
    private Path folder;

    private final Map<String, String> said = new HashMap<>();

    @Test
    void doWhatItSays() throws Exception {
        var commands = commands(Files.readString(Path.of("README.md")));
        assertThat(commands)
                .hasSizeGreaterThan(8)
                .anyMatch(command -> command.startsWith("./facegate serve "))
                .anyMatch(command -> command.startsWith("aws "));
        try (var shell = new DocumentedShell(folder)) {
            standInForMaven(shell.bin());
            for (var command : commands) {
                if (command.startsWith("./facegate serve ")) {
                    shell.serve(command);
                } else {
                    said.put(command, shell.run(shell.addressed(command)).out());
                }
            }
        }
        assertThat(output("./facegate demo --once")).contains("HTTP 400 AccessDeniedException");
        assertThat(Files.readString(folder.resolve("mvn.txt"))).contains("-f", "pom.xml", "verify");
        assertThat(output("aws ")).contains("FaceDetails", "BoundingBox");
        assertThat(output("./facegate ledger tail")).contains("permit", "hope", "detect", "missing_child");
        assertThat(output("./facegate ledger verify")).contains("The ledger verifies");
        assertThat(output("./facegate policy explain")).contains("amazon-rekognition-2020/police");
    }

    /** This suite is what that command starts, so here it is enough to see that it would be started. */
    private void standInForMaven(Path bin) throws IOException {
        Files.writeString(bin.resolve("mvn"), "#!/bin/sh\necho \"$@\" >> '" + folder.resolve("mvn.txt") + "'\n");
        assertThat(bin.resolve("mvn").toFile().setExecutable(true)).isTrue();
    }

    private String output(String beginning) {
        return said.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(beginning))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("README.md has no command " + beginning));
    }

    /** The lines of every block marked sh. */
    private static List<String> commands(String readme) {
        var commands = new ArrayList<String>();
        var blocks = readme.split("```", -1);
        for (int at = 1; at < blocks.length; at += 2) {
            var block = blocks[at];
            if (block.startsWith("sh\n")) {
                block.substring(3)
                        .replace("\\\n", " ")
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .forEach(commands::add);
            }
        }
        return commands;
    }
}
