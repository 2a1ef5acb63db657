package io.facegate.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The launcher script of this checkout, told that the build under test is the current one. */
final class Launcher {
    static final Path SCRIPT = Path.of("facegate").toAbsolutePath();

    private Launcher() {}

    static ProcessBuilder of(Path folder, String... words) throws IOException {
        var command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(Arrays.asList(words));
        return prepared(new ProcessBuilder(command).directory(folder.toFile()));
    }

    /** A build started by a test would replace what the test runs. */
    static ProcessBuilder prepared(ProcessBuilder builder) throws IOException {
        var stamp = Path.of("target/.built");
        Files.write(stamp, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
        var environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.putIfAbsent("FACEGATE_PORT", "0");
        environment.putIfAbsent("FACEGATE_HEALTH_PORT", "0");
        return builder;
    }
}
