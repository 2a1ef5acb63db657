package io.facegate.ledger.fault;

import io.facegate.ledger.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs a ledger in a process whose disk fails as {@code src/test/c/faults.c} says. */
public final class Faults {
    private static final Path SOURCE = Path.of("src", "test", "c", "faults.c");
    private static final Path LIBRARY = Path.of("target", "faults.so");

    private Faults() {}

    /**
     * What a process said before it ended.
     *
     * @param acked ids of the decisions that it was given a pass for
     * @param said everything
     */
    record Run(int code, Set<String> acked, String said) {}

    /** Writes to the ledger of that folder until the process ends; with {@code faults} in its environment. */
    static Run write(Path data, Map<String, String> faults, String... arguments)
            throws IOException, InterruptedException {
        var environment = new HashMap<>(faults);
        environment.put("LD_PRELOAD", library().toString());
        environment.put("FAULT_FOLDER", data.toRealPath().toString());
        var all = new java.util.ArrayList<>(List.of(data.toRealPath().toString()));
        all.addAll(List.of(arguments));
        var process = Child.start(List.of(), environment, FaultyWriter.class, all.toArray(String[]::new));
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var acked = new HashSet<String>();
        said.lines().filter(line -> line.matches("sent [0-9a-f-]{36}")).forEach(line -> acked.add(line.substring(5)));
        return new Run(process.waitFor(), acked, said);
    }

    /** The library that makes a disk fail, compiled when it is older than its source. */
    public static synchronized Path library() throws IOException, InterruptedException {
        var library = LIBRARY.toAbsolutePath();
        if (Files.notExists(library)
                || Files.getLastModifiedTime(library).compareTo(Files.getLastModifiedTime(SOURCE)) < 0) {
            Files.createDirectories(library.getParent());
            var made = Files.createTempFile(library.getParent(), "faults", ".so");
            var compiler = new ProcessBuilder(
                            "cc",
                            "-O2",
                            "-Wall",
                            "-Werror",
                            "-shared",
                            "-fPIC",
                            "-o",
                            made.toString(),
                            SOURCE.toString())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (compiler.waitFor() != 0) {
                throw new IOException("The faulty disk does not compile: " + said);
            }
            Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
        }
        return library;
    }
}
