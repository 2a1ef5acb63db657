package io.facegate.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A packaged build of Facegate: its {@code quarkus-app} folder.
 *
 * @param name {@code old} or {@code new}, in reports
 */
record Build(String name, Path folder) {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    Build {
        if (!Files.isRegularFile(folder.resolve("quarkus-run.jar"))) {
            throw new IllegalArgumentException(folder + " is no quarkus-app folder: it has no quarkus-run.jar.");
        }
    }

    /** Result of a command. */
    record Result(int exitCode, String out, String err) {
        Result expectSuccess(List<String> words) {
            if (exitCode != 0) {
                throw new IllegalStateException(String.join(" ", words) + " ended with " + exitCode + ": " + out + err);
            }
            return this;
        }
    }

    /** A process of this build, not yet started. It inherits nothing of the environment but the path. */
    ProcessBuilder process(Path workingFolder, List<String> words, String... jvmOptions) {
        var command = new ArrayList<>(List.of(JAVA, "--enable-native-access=ALL-UNNAMED"));
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.timezone=UTC"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of(
                "-jar", folder.resolve("quarkus-run.jar").toAbsolutePath().toString()));
        command.addAll(words);
        var builder = new ProcessBuilder(command).directory(workingFolder.toFile());
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().put("HOME", workingFolder.toAbsolutePath().toString());
        return builder;
    }

    /** Runs a command in that folder and waits for its end. */
    Result run(Path workingFolder, List<String> words, String... jvmOptions) throws IOException, InterruptedException {
        var out = Files.createTempFile("differential", ".out");
        var err = Files.createTempFile("differential", ".err");
        try {
            var process = process(workingFolder, words, jvmOptions)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(300, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return new Result(-1, Files.readString(out), "did not end within 300 seconds");
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /**
     * The operations of an API, from the build's catalogue; an older build has a table instead. Each row maps column
     * names to values, with {@code -} for none.
     */
    List<TreeMap<String, String>> operations(String vendor, String api, String olderTable) throws IOException {
        var catalogue = read("vendor/" + vendor + "/catalogue.yaml");
        if (catalogue != null) {
            return operations(catalogue, api);
        }
        var table = read(olderTable);
        if (table == null) {
            throw new IllegalArgumentException("The build in " + folder + " has no operations of " + api + '.');
        }
        return rows(table);
    }

    /** A file of the build's jar, or null. */
    private String read(String fileName) throws IOException {
        try (var jars = Files.list(folder.resolve("app"))) {
            for (var jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (var zip = new ZipFile(jar.toFile())) {
                    var entry = zip.stream()
                            .filter(one -> one.getName().endsWith('/' + fileName))
                            .findFirst();
                    if (entry.isPresent()) {
                        return new String(
                                zip.getInputStream(entry.get()).readAllBytes(),
                                java.nio.charset.StandardCharsets.UTF_8);
                    }
                }
            }
        }
        return null;
    }

    private static List<TreeMap<String, String>> operations(String catalogue, String api) {
        var top = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(catalogue);
        var operations = (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) top.get("apis")).get(api)).get("operations");
        var rows = new ArrayList<TreeMap<String, String>>();
        operations.forEach((name, value) -> {
            var row = new TreeMap<String, String>();
            for (var column : List.of("versions", "query", "body", "parameters")) {
                var words = ((Map<?, ?>) value).get(column) instanceof List<?> list ? list : List.of();
                row.put(
                        column,
                        words.isEmpty()
                                ? "-"
                                : words.stream().map(String::valueOf).collect(Collectors.joining(",")));
            }
            if (((Map<?, ?>) value).get("call") instanceof String call) {
                row.put("method", call.substring(0, call.indexOf(' ')));
                row.put("path", call.substring(call.indexOf(' ') + 1));
            }
            row.put("operation", String.valueOf(name));
            rows.add(row);
        });
        return rows;
    }

    private static List<TreeMap<String, String>> rows(String text) {
        var lines = text.lines().filter(line -> !line.isBlank()).toList();
        var columns = lines.getFirst().split("\t", -1);
        var rows = new ArrayList<TreeMap<String, String>>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split("\t", -1);
            var row = new TreeMap<String, String>();
            for (int at = 0; at < columns.length; at++) {
                row.put(columns[at], at < cells.length ? cells[at] : "-");
            }
            rows.add(row);
        }
        return rows;
    }
}
