package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FileArgument;
import io.facegate.cli.admin.AdminApiClient;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.usecase.registry.MintedKeyFile;
import io.facegate.usecase.registry.PlanProgress;
import io.facegate.usecase.registry.RegistryFiles;
import io.facegate.usecase.registry.RegistryLines;
import io.facegate.usecase.registry.RegistryPlan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate registry apply}: organisations and their keys as a file says. */
@Command(
        name = "apply",
        description = {
            "Adds and changes organisations as a YAML file says, and mints the keys that it names.",
            "What is registered and not in the file is drift: it is shown, and stays as it is. An organisation is"
                    + " closed only where the file says state: closed.",
            "If the file has a mistake, the message names its line, and nothing is changed."
        })
final class RegistryApplyCommand extends GatewayChangeSubcommand {
    @Parameters(paramLabel = "FILE", converter = FileArgument.class, description = "The file of organisations.")
    private @Nullable Path file;

    @Option(names = "--plan", description = "Only shows what would be changed.")
    private boolean planOnly;

    @Option(
            names = "--keys-to",
            paramLabel = "FILE",
            description = "A new file for the secrets of minted keys, a JSON object a line. Only its owner can read"
                    + " it (mode 0600).")
    private @Nullable Path keysTo;

    @Override
    protected ExitCode run() throws IOException {
        if (file == null) {
            throw usageError("FILE is the file of organisations.");
        }
        if (planOnly) {
            var plan = new RegistryFiles(registry()).plan(file);
            plan.steps().forEach(this::print);
            output().printSummary(RegistryApplyOutput.of(plan).summary("To do: "));
            return ExitCode.DONE;
        }
        var gateway = gateway();
        if (gateway != null) {
            return apply(file, gateway);
        }
        var applied = new RegistryFiles(registry()).apply(file, keysTo);
        applied.done().steps().forEach(this::print);
        output().printSummary(summary(applied));
        if (applied.proposal() != null) {
            throw applied.proposal();
        }
        return ExitCode.DONE;
    }

    private static String summary(PlanProgress applied) {
        var done = RegistryApplyOutput.of(applied.done()).summary("Done: ");
        return applied.proposal() == null
                ? done
                : (applied.done().isEmpty() ? "Nothing is changed yet." : done)
                        + waiting(applied.organisations(), applied.keys());
    }

    private static String waiting(int organisations, int keys) {
        return " Waiting: " + organisations + " organisations, " + keys + " keys. One of these changes takes a second"
                + " person. Once it is approved, run the same command again.";
    }

    private ExitCode apply(Path from, AdminApiClient gateway) throws IOException {
        var sender = new RemoteRegistryApply(gateway, read(from), new MintedKeyFile(keysTo), this::print);
        var answer = sender.send();
        var waiting = answer.body().path("waiting");
        output().printSummary(
                        answer.isProposal()
                                ? "Proposed at " + gateway.gateway() + ": proposal "
                                        + answer.body()
                                                .path("proposal")
                                                .path("id")
                                                .asText() + '.'
                                        + waiting(
                                                waiting.path("organisations").asInt(),
                                                waiting.path("keys").asInt())
                                : sender.done().summary("Done at " + gateway.gateway() + ": "));
        return ExitCode.DONE;
    }

    private static byte[] read(Path from) throws IOException {
        try (var in = Files.newInputStream(from)) {
            var bytes = in.readNBytes(RegistryFiles.LARGEST + 1);
            if (bytes.length > RegistryFiles.LARGEST) {
                throw new Unacceptable("A file of organisations has at most " + RegistryFiles.LARGEST + " bytes.");
            }
            return bytes;
        }
    }

    private void print(Step step) {
        output().print(RegistryLines.toFields(step), RegistryApplyOutput.text(step));
    }
}
