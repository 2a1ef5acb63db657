package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.registry.StopEntry;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.RegistryLines;
import io.facegate.usecase.registry.Stops;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate stop}: stops a capability, a vendor or everything at every gateway. */
@Command(
        name = "stop",
        description = {
            "Stops a capability, a vendor or everything: within a second, no gateway of the registry sends such a"
                    + " call.",
            "A stop overrides whatever permits a call. One person sets it; two lift it, one who asks and another who"
                    + " confirms."
        },
        footer = {
            "",
            "Examples:",
            "  facegate stop set --capability identify --by m.roe --reason 'Wrong matches, ticket 812.'",
            "  facegate stop list",
            "  facegate stop request-lift s-7k2m9q4x8h3d --by m.roe --reason 'Mended by the vendor.'",
            "  facegate stop confirm-lift s-7k2m9q4x8h3d --by a.lee --reason 'Seen the mend.'"
        },
        subcommands = {
            StopCommand.Set.class,
            StopCommand.ListAll.class,
            StopCommand.RequestLift.class,
            StopCommand.ConfirmLift.class
        })
public final class StopCommand extends RegistryCommand {
    /** What is stopped: one of three. */
    static final class Target {
        @Option(
                names = "--capability",
                required = true,
                paramLabel = "WORD",
                description = "A capability with all below it, such as identify.")
        private @Nullable String capability;

        @Option(
                names = "--vendor",
                required = true,
                paramLabel = "WORD",
                description = "Every call that this vendor would answer, at any of its accounts.")
        private @Nullable String vendor;

        @Option(names = "--all", required = true, description = "Every call.")
        private boolean everything;
    }

    @Command(
            name = "set",
            description = "Stops it at once. One person is enough; --reason is needed.",
            footer = {"", "Example:", "  facegate stop set --all --by m.roe --reason 'Leak of a key.'"})
    static final class Set extends GatewayChangeSubcommand {
        @ArgGroup(multiplicity = "1")
        private Target target = new Target();

        @Override
        protected ExitCode run() {
            var stopped = Stops.target(target.capability, target.vendor, target.everything);
            var gateway = gateway();
            if (gateway == null) {
                return print(RegistryLines.toFields(new Stops(registry()).set(stopped)));
            }
            var fields = new LinkedHashMap<String, Object>();
            fields.put("kind", stopped.kind().word());
            if (!stopped.word().isEmpty()) {
                fields.put("word", stopped.word());
            }
            return print(gateway.send("POST", path(PATH), fields));
        }
    }

    private static final String PATH = "stops";

    @Command(
            name = "list",
            description = "Lists stops, the newest first.",
            footer = {"", "Example:", "  facegate stop list --all"})
    static final class ListAll extends RegistrySubcommand {
        @Option(names = "--all", description = "Also those that were lifted.")
        private boolean everything;

        @Override
        protected ExitCode run() {
            var found = new Stops(registry())
                    .list().stream()
                            .filter(each ->
                                    everything || each.altered() || each.entry().holds())
                            .toList();
            var lines = new ArrayList<Map<String, @Nullable Object>>();
            for (var each : found) {
                var line = RegistryLines.toFields(each.entry());
                if (each.altered()) {
                    line.put("altered", true);
                }
                lines.add(line);
            }
            output().printEntries(lines);
            return found.stream().noneMatch(CheckedEntry::altered)
                    ? ExitCode.DONE
                    : fail(
                            ExitCode.LEDGER_DOES_NOT_VERIFY,
                            "Stops marked as altered were changed or removed outside Facegate. What they stopped is not"
                                    + " known, so everything is stopped. See: facegate registry verify, and"
                                    + " docs/stop.md.");
        }
    }

    /** One of the two steps that lift a stop. */
    abstract static class OfTwoPeople extends GatewayChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The stop.")
        private String id = "";

        @Override
        protected final ExitCode run() {
            var gateway = gateway();
            if (gateway != null) {
                return print(gateway.send("POST", path(PATH, id, word()), null));
            }
            require(acting.isNamed(), "Two people lift a stop, so each says who it is: --by NAME.");
            return print(RegistryLines.toFields(step(new Stops(registry()), id)));
        }

        abstract String word();

        abstract StopEntry step(Stops stops, String stop);
    }

    @Command(
            name = "request-lift",
            description = "Asks to lift a stop. It holds until another person confirms.",
            footer = {
                "",
                "Example:",
                "  facegate stop request-lift s-7k2m9q4x8h3d --by m.roe --reason 'Mended by the vendor.'"
            })
    static final class RequestLift extends OfTwoPeople {
        @Override
        String word() {
            return "request-lift";
        }

        @Override
        StopEntry step(Stops stops, String stop) {
            return stops.requestLift(stop);
        }
    }

    @Command(
            name = "confirm-lift",
            description =
                    "Lifts a stop that another person asked to lift. Gateways send such calls again within a second.",
            footer = {"", "Example:", "  facegate stop confirm-lift s-7k2m9q4x8h3d --by a.lee --reason 'Seen the mend.'"
            })
    static final class ConfirmLift extends OfTwoPeople {
        @Override
        String word() {
            return "confirm-lift";
        }

        @Override
        StopEntry step(Stops stops, String stop) {
            return stops.confirmLift(stop);
        }
    }
}
