package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every block of docs/clients.md, in order, in one folder and one shell; each client prints what the page says. */
class ClientsDocIT {
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    /** One block: its language, and its text. */
    private record Block(String language, String text) {}

    @Test
    void everyBlockDoesWhatThePageSays() throws Exception {
        var blocks = BLOCK.matcher(Files.readString(Path.of("docs/clients.md")))
                .results()
                .map(found -> new Block(found.group(1), found.group(2)))
                .toList();
        assertThat(blocks.stream().map(Block::language)).contains("sh", "python", "js", "java", "text");
        try (var shell = new DocumentedShell(folder)) {
            Node.install("story.mjs");
            Files.createSymbolicLink(
                    folder.resolve("node_modules"),
                    Path.of("target/js/node_modules").toAbsolutePath());
            standInForGenerator(shell.bin());
            var told = "";
            for (var block : blocks) {
                if (block.language().equals("text")) {
                    assertThat(told).contains(block.text().strip());
                } else {
                    told = run(shell, block);
                }
            }
        }
        assertThat(Gateway.records(folder.resolve("data")).stream()
                        .filter(record -> record.path("verdict").asText().equals("permit"))
                        .map(record -> record.path("provider").asText()))
                .as("each client's call was permitted")
                .contains("rekognition", "azure_face", "google_vision", "compreface", "faceplusplus", "local");
    }

    private String run(DocumentedShell shell, Block block) throws IOException {
        var text = shell.addressed(block.text());
        if (text.startsWith("./facegate serve ")) {
            shell.serve(text.strip());
            return "";
        }
        return shell.run(
                        switch (block.language()) {
                            case "sh" -> text;
                            case "python" -> Node.demand("/usr/bin/python3", "python3") + " " + file("first.py", text);
                            case "js" -> Node.demand("/usr/bin/node", "nodejs") + " " + file("first.mjs", text);
                            case "java" ->
                                "java -cp '" + System.getProperty("java.class.path") + "' "
                                        + file("FirstCall.java", text);
                            default -> throw new AssertionError("nothing runs " + block.language());
                        })
                .out();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).getFileName().toString();
    }

    /** The build ran the same generator over the same document; this checks the words and hands its client over. */
    private static void standInForGenerator(Path bin) throws IOException {
        var document = Path.of("src/main/resources/io/facegate/vendor/neutral/wire/openapi.yaml");
        var tool = bin.resolve("openapi-generator-cli");
        Files.write(
                tool,
                List.of(
                        "#!/bin/bash",
                        "set -e",
                        "[ \"$*\" = 'generate -i facegate.yaml -g python --package-name facegate_client -o client' ]",
                        "diff facegate.yaml '" + document.toAbsolutePath() + "'",
                        "ln -s '" + Path.of("target/neutral-client").toAbsolutePath() + "' client"));
        assertThat(tool.toFile().setExecutable(true)).isTrue();
    }
}
