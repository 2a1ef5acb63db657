package io.facegate.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command takes. */
public final class Settings {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:FACEGATE_DATA:-facegate-data}",
            description =
                    "The data folder: ledger, registry, galleries, keys. Default: $${FACEGATE_DATA} or facegate-data.")
    private Path data = Path.of("facegate-data");

    @Option(
            names = "--policies",
            paramLabel = "DIR",
            defaultValue = "${env:FACEGATE_POLICIES:-policies}",
            description = "The folder of policy packs. Default: $${FACEGATE_POLICIES} or policies.")
    private Path policies = Path.of("policies");

    @Option(names = "--json", description = "One JSON value a line on standard output, for scripts.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    public Path data() {
        return data;
    }

    public Path policies() {
        return policies;
    }

    public boolean json() {
        return json;
    }

    /** Prints one line to standard output. */
    public void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    /** Prints one line to standard error. */
    public void complain(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
