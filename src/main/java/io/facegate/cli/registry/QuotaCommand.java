package io.facegate.cli.registry;

import io.facegate.call.StrictUtf8;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileArgument;
import io.facegate.registry.RegisteredQuotas;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.usecase.registry.Quotas;
import io.facegate.usecase.registry.RegistryLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code facegate quota}: sets, shows and clears the quotas of a registry. */
@Command(
        name = "quota",
        description = {
            "Sets the quotas in the registry. All its gateways apply them within a second.",
            "While the registry has quotas, no gateway uses its own file of quotas."
        },
        footer = {
            "",
            "Examples:",
            "  facegate quota set quotas.yaml --by m.roe --reason 'Contract 12.'",
            "  facegate quota show",
            "  facegate quota clear --by m.roe --reason 'Back to the file.'"
        },
        subcommands = {QuotaCommand.Set.class, QuotaCommand.Show.class, QuotaCommand.Clear.class})
public final class QuotaCommand extends RegistryCommand {
    private static final String PATH = "quotas";
    private static final String TEXT = "text";

    @Command(
            name = "set",
            description =
                    "Checks a file of quotas, and sets them in place of those before. One operator can do this alone.",
            footer = {"", "Example:", "  facegate quota set quotas.yaml --by m.roe --reason 'Contract 12.'"})
    static final class Set extends GatewayChangeSubcommand {
        @Parameters(
                paramLabel = "FILE",
                converter = FileArgument.class,
                description = "Quotas in the form of quotas.yaml.")
        private @Nullable Path file;

        @Override
        protected ExitCode run() throws IOException {
            if (file == null) {
                throw usageError("Name the file: facegate quota set FILE.");
            }
            var text = read(file);
            Quotas.read(text);
            var gateway = gateway();
            if (gateway == null) {
                return print(RegistryLines.toFields(new Quotas(registry()).set(text)));
            }
            var before = new Quotas(reading()).current();
            return print(gateway.put(
                    path(PATH), before == null ? null : RegistryLines.toFields(before), Map.of(TEXT, text)));
        }

        private static String read(Path file) throws IOException {
            try (var in = Files.newInputStream(file)) {
                var bytes = in.readNBytes(RegisteredQuotas.LARGEST + 1);
                if (bytes.length > RegisteredQuotas.LARGEST || !StrictUtf8.isValid(bytes)) {
                    throw new Unacceptable(
                            "The quotas file must be UTF-8 and at most " + RegisteredQuotas.LARGEST + " bytes.");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }
    }

    @Command(
            name = "show",
            description = "Prints the quotas of the registry, and says which are in force.",
            footer = {"", "Example:", "  facegate quota show > quotas.yaml"})
    static final class Show extends RegistrySubcommand {
        @Override
        protected ExitCode run() {
            var found = new Quotas(registry()).current();
            boolean hasFile = Files.exists(settings.data().resolve("quotas.yaml"));
            if (found == null) {
                output().printSummary("The registry has no quotas, so each gateway uses its own file"
                        + (hasFile ? ", such as quotas.yaml of this data folder." : "; this data folder has none."));
                return ExitCode.DONE;
            }
            if (!found.isKnown()) {
                return fail(
                        ExitCode.LEDGER_DOES_NOT_VERIFY,
                        "Somebody changed the quotas outside Facegate, so no gateway forwards calls. Run: facegate quota"
                                + " set FILE, or: facegate quota clear.");
            }
            output().print(RegistryLines.toFields(found), found.text().stripTrailing());
            output().printSummary("In force at every gateway of the registry."
                    + (hasFile ? " The quotas.yaml of this data folder is not used." : ""));
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "clear",
            description = "Removes the quotas of the registry. Each gateway uses its own file again."
                    + " To limit nothing at any gateway, set a file with quotas: [].",
            footer = {"", "Example:", "  facegate quota clear --by m.roe --reason 'Back to the file.'"})
    static final class Clear extends GatewayChangeSubcommand {
        @Override
        protected ExitCode run() {
            var gateway = gateway();
            if (gateway == null) {
                new Quotas(registry()).clear();
            } else {
                gateway.send("DELETE", path(PATH), null);
            }
            return done("The registry has no quotas any more", gateway);
        }
    }
}
