package io.facegate.patches;

import io.facegate.policy.vocabulary.Attribute;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the project's sources and pages with a stored patch applied. Only what the patch concerns is compiled:
 * the changed classes and those that name one of them.
 */
final class PatchedCopy implements AutoCloseable {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Pattern CHANGED = Pattern.compile("^diff --git a/(\\S+) b/\\S+$", Pattern.MULTILINE);

    private final Path root;
    private final Path classes;
    private final List<String> changed;
    /** Whether a source changed since the classes were compiled. */
    private boolean stale;

    private @Nullable Process process;

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
        apply(patch);
        var wrong = compile();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(patch + " does not compile: " + wrong);
        }
    }

    private void apply(Path patch) throws IOException, InterruptedException {
        var git = new ProcessBuilder(
                        "git",
                        "apply",
                        "--whitespace=nowarn",
                        patch.toAbsolutePath().toString())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        var out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IllegalStateException(patch + " does not apply: " + out
                    + "If the text around it changed, make the same change anew and store its git diff.");
        }
    }

    /** Whether tests passed, and what they printed, or what the compiler did. */
    record Ended(boolean passed, String out) {}

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
    Ended testWithout(String file, List<String> tests) throws IOException {
        var patched = Files.readAllBytes(root.resolve(file));
        put(file, Files.readAllBytes(Path.of(file)));
        try {
            return test(tests);
        } finally {
            put(file, patched);
        }
    }

    private void put(String file, byte[] content) throws IOException {
        Files.write(root.resolve(file), content);
        stale |= file.endsWith(".java");
        if (file.startsWith(RESOURCES + "/")) {
            Files.write(classes.resolve(RESOURCES.relativize(Path.of(file))), content);
        }
    }

    /** Runs tests in a process of its own, in the copy and on its classes, which are compiled anew where a source changed. */
    Ended test(List<String> tests) throws IOException {
        var wrong = stale ? compile() : "";
        if (!wrong.isEmpty()) {
            return new Ended(false, wrong);
        }
        stale = false;
        if (process == null) {
            process = start();
        }
        process.outputWriter(StandardCharsets.UTF_8)
                .append(String.join(" ", tests))
                .append('\n')
                .flush();
        var out = new StringBuilder();
        var said = process.inputReader(StandardCharsets.UTF_8);
        for (var line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(PatchedTests.ENDED)) {
                return new Ended(line.endsWith(PatchedTests.PASSED), out.toString());
            }
            out.append(line).append('\n');
        }
        throw new IllegalStateException("The process of the tests ended: " + out);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        classPath(),
                        PatchedTests.class.getName(),
                        classes.toString(),
                        folder(PatchedTests.class),
                        folder(Attribute.class))
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String folder(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
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
