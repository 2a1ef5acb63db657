package io.facegate.cli.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs policy commands on a folder of its own and keeps what they print. */
public final class PolicyShell {
    public static final String PACK = """
            pack: a
            title: A test
            binds: Everybody.
            rules:
              - {id: r, effect: permit, match: {purpose: loyalty, capability: detect}}
            """;
    public static final String TEST = """
            cases:
              - name: a bank finds faces
                caller: bank
                purpose: loyalty
                capabilities: [detect]
                now: 2026-01-01T00:00:00Z
                expect: permit
            """;

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    public PolicyShell(Path folder) throws IOException {
        this.folder = folder;
        write("a.yaml", PACK);
        write("a_test.yaml", TEST);
    }

    public void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    public String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    public int run(String command, String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var args = Stream.concat(Stream.of(command, "--policies", folder.toString()), Stream.of(more));
        return new CommandLine(new PolicyCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args.toArray(String[]::new));
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }
}
