package io.facegate.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of these tests in a process of its own. */
public final class Child {
    private Child() {}

    public record Ended(int code, String output) {}

    public static Ended run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        var process = start(List.of(), program, arguments);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** Starts it behind another command, such as one that sets limits. */
    public static Process start(List<String> before, Class<?> program, String... arguments) throws IOException {
        return start(before, Map.of(), program, arguments);
    }

    /** Starts it with more in its environment. */
    public static Process start(
            List<String> before, Map<String, String> environment, Class<?> program, String... arguments)
            throws IOException {
        var command = new ArrayList<>(before);
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        // One that hangs is ended, and whoever waits for its words fails.
        var _ = process.onExit().orTimeout(4, TimeUnit.MINUTES).exceptionally(hangs -> process.destroyForcibly());
        return process;
    }
}
