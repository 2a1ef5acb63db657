package io.facegate.patches;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A copy of the project's sources and pages with a stored patch applied. Only what the patch concerns is compiled:
 * the changed classes and those that name one of them.
 */
final class PatchedCopy {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Pattern CHANGED = Pattern.compile("^diff --git a/(\\S+) b/\\S+$", Pattern.MULTILINE);

    private final Path root;
    private final Path classes;
    private final List<String> changed;

    /**
     * Copies the sources, applies the patch and compiles.
     *
     * @throws IllegalStateException if the patch does not apply or the result does not compile
     */
    PatchedCopy(Path root, Path patch) throws IOException, InterruptedException {
        this.root = root;
        this.classes = root.resolve("classes");
        this.changed = files(patch);
        for (var part : List.of("src/main", "docs", "policies")) {
            copy(Path.of(part), root.resolve(part));
        }
        var applied = run(List.of(
                "git", "apply", "--whitespace=nowarn", patch.toAbsolutePath().toString()));
        if (applied.code != 0) {
            throw new IllegalStateException(patch + " does not apply: " + applied.out);
        }
        var wrong = compile();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(patch + " does not compile: " + wrong);
        }
    }

    /** How a process ended, and what it printed. */
    record Ended(int code, String out) {}

    /** The files that a patch changes. */
    static List<String> files(Path patch) throws IOException {
        return CHANGED.matcher(Files.readString(patch))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Compiles what the patch concerns, anew; an empty text, or what the compiler says is wrong. */
    private String compile() throws IOException {
        clear(classes);
        var types = changed.stream()
                .filter(file -> file.endsWith(".java"))
                .map(file -> Path.of(file).getFileName().toString().replace(".java", ""))
                .toList();
        var concerned = Pattern.compile("\\b(" + String.join("|", types) + ")\\b");
        var said = new StringWriter();
        try (Stream<Path> all = Files.walk(root.resolve(MAIN))) {
            var sources = all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> concerned.matcher(read(file)).find())
                    .toList();
            var compiler = ToolProvider.getSystemJavaCompiler();
            try (var files = compiler.getStandardFileManager(null, null, null)) {
                var options = List.of(
                        "-nowarn",
                        "-proc:none",
                        "-parameters",
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"));
                boolean right = compiler.getTask(
                                said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                        .call();
                copy(root.resolve(RESOURCES), classes);
                return right ? "" : said.toString();
            }
        }
    }

    /** Runs tests while one file is as it was before the patch. */
    Ended testWithout(String file, List<String> tests) throws IOException, InterruptedException {
        var patched = Files.readAllBytes(root.resolve(file));
        Files.copy(Path.of(file), root.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        try {
            var wrong = file.startsWith("docs/") ? "" : compile();
            return wrong.isEmpty() ? test(tests) : new Ended(PatchedTests.FAILED, wrong);
        } finally {
            Files.write(root.resolve(file), patched);
        }
    }

    /** Runs tests in a process of its own, in the copy and on its classes. */
    Ended test(List<String> tests) throws IOException, InterruptedException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var command = new ArrayList<>(List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                classes + File.pathSeparator + classPath(),
                PatchedTests.class.getName()));
        command.addAll(tests);
        return run(command);
    }

    /** The class path of this process; its entries may be relative to a folder that is not the copy's. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private Ended run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        var out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (var file : all.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
