package io.facegate.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Fuzzes every decoder, one after the other, each in a process of its own: {@code ./facegate fuzz [MINUTES] [DECODER ...]}.
 * What is found is written to {@code target/fuzz}; once it is mended, it belongs into the corpus.
 */
public final class Fuzzing {
    private static final String MAIN = "com.code_intelligence.jazzer.Jazzer";

    /** Ours, and what of libraries reads the bytes for us: each class costs time at the start. The JDK's PNG reader is Java as well. */
    private static final String INSTRUMENTED = String.join(
            ":",
            "io.facegate.**",
            "com.fasterxml.jackson.core.**",
            "com.google.protobuf.CodedInputStream**",
            "com.google.protobuf.Utf8**",
            "com.sun.imageio.plugins.png.**",
            "io.netty.handler.codec.http.multipart.**",
            "org.jose4j.**",
            "org.snakeyaml.engine.**");

    /** They watch for what these decoders do not do, and cost memory. */
    private static final String WITHOUT_DETECTORS = "com.code_intelligence.jazzer.sanitizers.*";

    /** Within what all of the suite takes; the fuzzer's own tables come on top. */
    private static final String HEAP = "-Xmx512m";

    private final Path work;

    private Fuzzing(Path work) {
        this.work = work;
    }

    /** Keeps what it learns and finds in that folder. */
    public static Fuzzing in(Path work) {
        return new Fuzzing(work.toAbsolutePath());
    }

    /** Where the inputs of a decoder stand, as Jazzer has it. */
    static Path corpus(FuzzTarget target) {
        var name = target.fuzzer().getName().replace('.', '/');
        return Path.of("src/test/resources", name + "Inputs", "fuzzerTestOneInput");
    }

    /** How fuzzing a decoder ended: what it said, and the inputs that broke something. */
    public record Found(String said, List<Path> inputs) {}

    /** Fuzzes for that long, starting from the corpora. */
    public Found fuzz(Class<?> fuzzer, Duration time, Path... corpora) throws IOException, InterruptedException {
        var folder = Files.createDirectories(work.resolve(fuzzer.getSimpleName()));
        var learnt = Files.createDirectories(folder.resolve("corpus"));
        var log = folder.resolve("log.txt");
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-Xss1m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-Djava.awt.headless=true",
                "-cp",
                classPath(),
                MAIN,
                "--target_class=" + fuzzer.getName(),
                "--instrumentation_includes=" + INSTRUMENTED,
                "--custom_hook_includes=io.facegate.**",
                "--disabled_hooks=" + WITHOUT_DETECTORS,
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + '/',
                "-max_len=65536",
                // By the clock, while classes are instrumented: how long a decoder takes is claimed by the fuzzers, in
                // its own time.
                "-timeout=300",
                "-rss_limit_mb=0",
                "-max_total_time=" + time.toSeconds(),
                learnt.toString()));
        Arrays.stream(corpora).map(Path::toAbsolutePath).map(Path::toString).forEach(words::add);
        var process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(time.toSeconds() + 600, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Found(Files.readString(log), found(folder));
    }

    /** Without JUnit: where it is, Jazzer takes every target for a test of it. */
    private static String classPath() {
        var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(junit|jqwik).*\\.jar"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> found(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("(crash|timeout|oom|leak)-.*"))
                    .sorted()
                    .toList();
        }
    }

    /** Whether it went through at all: a fuzzer that could not start has found nothing either. */
    static boolean ran(Found found) {
        return found.said().contains("Done ") && found.said().contains("INITED");
    }

    /** {@code [MINUTES] [DECODER ...]}: ten minutes each, and all of them, unless told otherwise. */
    public static void main(String... args) throws IOException, InterruptedException {
        boolean timed = args.length > 0 && args[0].matches("[0-9]{1,5}");
        var minutes = Duration.ofMinutes(timed ? Long.parseLong(args[0]) : 10);
        var fuzzing = in(Path.of("target", "fuzz"));
        boolean sound = true;
        for (var target : FuzzTarget.named(Arrays.copyOfRange(args, timed ? 1 : 0, args.length))) {
            System.out.println(target.word() + ": for " + minutes.toMinutes() + " minutes");
            var found = fuzzing.fuzz(target.fuzzer(), minutes, corpus(target));
            sound &= found.inputs().isEmpty() && ran(found);
            System.out.println(target.word() + ": "
                    + (found.inputs().isEmpty()
                            ? ran(found) ? "nothing found" : "the fuzzer did not run; see target/fuzz"
                            : "FOUND " + found.inputs() + "; once mended, add it to " + corpus(target)));
        }
        System.exit(sound ? 0 : 1);
    }
}
