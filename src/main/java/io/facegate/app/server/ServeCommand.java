package io.facegate.app.server;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate serve}: runs the gateway until it is stopped. */
@Command(
        name = "serve",
        abbreviateSynopsis = true,
        description = {
            "Runs the gateway until it is stopped (Ctrl-C or SIGTERM).",
            "",
            "Point an unmodified AWS SDK, or a client of ${bundle:vendors.clients}, at http://127.0.0.1:8080"
                    + " with a key that `facegate key mint` made. Each call is judged by the policies, written into the"
                    + " ledger, and only then answered.",
            "",
            "Signed calls (AWS) need no TLS on this machine, and TLS from any other. The console, API keys and tokens"
                    + " work over TLS (--tls-cert, --tls-key), or on this machine with --trust-loopback. Never use that"
                    + " behind a proxy.",
            "",
            "When it is stopped, it accepts no new calls, lets those in flight finish (--grace), and exits with 0."
        },
        footer = {
            "",
            "Examples:",
            "  facegate serve                            # everything embedded, on this machine",
            "  facegate serve --trust-loopback           # the same, with the console and API keys without TLS",
            "  facegate serve --provider rekognition     # forward permitted calls to Amazon Rekognition",
            "  facegate serve --provider rekognition,local   # the same, and answer other wires embedded",
            "${bundle:vendors.examples}",
            "  facegate serve --data /var/lib/facegate --port 0 --json",
            "",
            "Each option --name is also the environment variable FACEGATE_NAME.",
            "",
            "Exit codes: 0 stopped by a signal, 1 a fault, 2 usage, 3 a policy does not compile or memory ran out,"
                    + " 4 the policies break an invariant, 5 the ledger does not verify."
        })
public final class ServeCommand extends FacegateCommand {
    @Mixin
    private GatewayOptions setup = new GatewayOptions();

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Option(
            names = "--read-only",
            description = "Only shows the records of a data folder whose ledger does not verify: the console opens,"
                    + " every call is refused, and nothing is recorded, signed or sent.")
    private boolean readOnly;

    @Override
    protected ExitCode run() {
        var problem = problem();
        if (problem != null) {
            return fail(ExitCode.USAGE, problem);
        }
        var given = setup.setup(settings.ledger(), settings.registry(), settings.policies());
        return GatewayServer.run(readOnly ? given.asReadOnly() : given, listen, settings, server -> {});
    }

    /** Why these options are invalid, or null. */
    @Nullable
    public String problem() {
        if (!setup.takesBundles() && !Files.isDirectory(settings.policies())) {
            return "--policies: there is no such policy folder as " + settings.policies()
                    + "; name one with --policies DIR or FACEGATE_POLICIES.";
        }
        var unfit = settings.problem();
        if (unfit == null) {
            unfit = setup.problem(settings.data());
        }
        return unfit == null ? listen.problem() : unfit;
    }
}
