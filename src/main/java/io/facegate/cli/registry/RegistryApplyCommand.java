package io.facegate.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileArgument;
import io.facegate.cli.admin.AdminApiClient;
import io.facegate.registry.RegistryException;
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

    /** Asks for the plan first, so that the file for secrets is there before a key is minted. */
    private ExitCode apply(Path from, AdminApiClient gateway) throws IOException {
        var bytes = read(from);
        var plan = gateway.sendFile(path("registry", "apply") + "?plan=true", bytes, null);
        var secrets = new MintedKeyFile(keysTo);
        int minted = RegistryApplyOutput.of(plan.body()).minted();
        secrets.require(minted);
        if (minted > 0) {
            secrets.make();
        }
        var answer = send(bytes, gateway, plan, secrets);
        var keys = answer.body().path("minted");
        keep(keys, secrets);
        if (minted > 0 && keys.isEmpty()) {
            secrets.discard();
        }
        return print(answer.body(), gateway);
    }

    private ExitCode print(JsonNode answer, AdminApiClient gateway) {
        var done = RegistryApplyOutput.of(answer);
        done.steps().forEach(this::print);
        var waiting = answer.path("waiting");
        output().printSummary(
                        waiting.isMissingNode()
                                ? done.summary("Done at " + gateway.gateway() + ": ")
                                : "Proposed at " + gateway.gateway() + ": proposal "
                                        + answer.path("proposal").path("id").asText() + '.'
                                        + waiting(
                                                waiting.path("organisations").asInt(),
                                                waiting.path("keys").asInt()));
        return ExitCode.DONE;
    }

    private static AdminApiClient.Answer send(
            byte[] bytes, AdminApiClient gateway, AdminApiClient.Answer plan, MintedKeyFile secrets)
            throws IOException {
        try {
            return gateway.sendFile(path("registry", "apply"), bytes, plan.tag());
        } catch (RegistryException refused) {
            secrets.discard();
            throw refused;
        }
    }

    private static void keep(JsonNode keys, MintedKeyFile secrets) {
        if (!keys.isEmpty()) {
            secrets.keepAll(
                    RegistryApplyOutput.objects(keys),
                    "and the secrets of " + keys.size()
                            + " keys that were minted are lost. Revoke these keys (key list, key revoke), and run the"
                            + " command again");
        }
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
