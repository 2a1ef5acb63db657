package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.usecase.registry.RegistryFiles;
import picocli.CommandLine.Command;

/** {@code facegate registry export}: organisations and their keys as one file. */
@Command(
        name = "export",
        description = {
            "Prints what is registered as a file for registry apply, without secrets.",
            "Applying it changes nothing."
        })
final class RegistryExportCommand extends RegistrySubcommand {
    @Override
    protected ExitCode run() {
        output().print(new RegistryFiles(registry()).export().stripTrailing());
        return ExitCode.DONE;
    }
}
