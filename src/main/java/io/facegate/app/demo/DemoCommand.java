package io.facegate.app.demo;

import io.facegate.app.server.GatewayOptions;
import io.facegate.app.server.GatewayServer;
import io.facegate.app.server.ListenOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.console.DemoLogins;
import io.facegate.ledger.address.LedgerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate demo}: answers a nonprofit's call, refuses a police department's, and shows both records. */
@Command(
        name = "demo",
        abbreviateSynopsis = true,
        description = {
            "Makes a fortnight of calls in a fresh data folder, by a clock that the demo sets and marked as a demo's:"
                    + " six organisations and a developer, permits and refusals, reviews, appeals, proposals.",
            "",
            "Then starts a gateway with everything embedded, and calls it as a child-protection nonprofit and as a"
                    + " police department: the Rekognition wire, real SigV4 signatures, a real photograph.",
            "",
            "Prints both decisions in plain words, how to repeat each call with the AWS CLI, and the console's address;"
                    + " then goes on serving."
        },
        footer = {
            "",
            "Examples:",
            "  facegate demo                  # go on serving until Ctrl-C",
            "  facegate demo --once           # stop after printing; exit code 0",
            "",
            "Exit codes: 0 done, 1 a fault, 2 usage."
        })
public final class DemoCommand extends FacegateCommand {
    /** The demo's operator; example addresses belong to nobody. */
    private static final String CONTACT = "appeals@operator.example";

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Mixin
    private GatewayOptions setup = new GatewayOptions();

    @Option(names = "--once", description = "Stop after printing.")
    private boolean once;

    @Override
    protected ExitCode run() throws IOException {
        var photographs = DemoPictures.find();
        if (photographs == null) {
            return fail(
                    ExitCode.FAULT,
                    "The demo's photographs are missing. Run it as ./facegate demo, which fetches them.");
        }
        avoidBusyPorts();
        listen.trustLoopback();
        listen.contactUnlessNamed(CONTACT);
        var data = emptyFolder();
        var unfit = setup.namesLog()
                ? "The demo names its own log, so that nobody takes its records for real ones. Leave out --log-origin."
                : setup.problem(data);
        if (unfit != null) {
            return fail(ExitCode.USAGE, unfit);
        }
        output().print("A fortnight of calls is being made. This takes some seconds.");
        var past = fortnight(data, photographs);
        return serve(data, past, photographs);
    }

    private ExitCode serve(Path data, DemoHistory.Past past, DemoPictures photographs) {
        var people = new DemoLogins(DemoPeople.ids(), this::print);
        return GatewayServer.runDemo(
                setup.setup(LedgerAddress.ofFolder(data), settings.policies()),
                listen,
                settings,
                server -> {
                    new DemoScript(server, past, photographs, once ? null : people).run();
                    if (once) {
                        output().print("   ./facegate serve --data " + data + "     takes these calls again");
                        output().print("   ./facegate demo     goes on, and prints links to log in by name");
                        server.stop();
                    }
                },
                people);
    }

    private void print(String person, URI link) {
        output().print("   " + person + ", " + DemoPeople.describe(person) + ": " + link);
    }

    /** What the calls of the fortnight would log is not said: it would be taken for news of the gateway that starts after. */
    private DemoHistory.Past fortnight(Path data, DemoPictures photographs) throws IOException {
        var log = Logger.getLogger("io.facegate");
        var level = log.getLevel();
        log.setLevel(Level.SEVERE);
        try {
            return new DemoHistory(data, settings.policies(), photographs).make();
        } finally {
            log.setLevel(level);
        }
    }

    private void avoidBusyPorts() {
        if (isPortBusy(listen.port())) {
            output().printError("Port " + listen.port() + " is in use, so the demo uses a free one.");
            listen.listenAt(0, 0);
        }
        if (isPortBusy(listen.healthPort())) {
            listen.listenAt(listen.port(), 0);
        }
    }

    /** The named folder if it is empty, else a new one. */
    private Path emptyFolder() throws IOException {
        var named = settings.data();
        if (!Files.exists(named)) {
            return named;
        }
        var parent = named.toAbsolutePath().getParent();
        return Files.createTempDirectory(parent, named.getFileName() + "-demo-");
    }

    private static boolean isPortBusy(int port) {
        if (port == 0) {
            return false;
        }
        try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !probe.isBound();
        } catch (IOException taken) {
            return true;
        }
    }
}
