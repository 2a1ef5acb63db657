package io.facegate.app.server;

import io.facegate.app.connections.ConnectionGuard;
import io.facegate.app.shutdown.GracefulShutdown;
import io.facegate.app.shutdown.Signals;
import io.facegate.cli.CommandOutput;
import io.facegate.console.ConsoleLogin;
import io.facegate.http.CallsInFlight;
import io.facegate.http.ConnectionDrain;
import io.facegate.ledger.audit.LedgerAudit;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;

/** Announces the gateway's addresses once it takes calls, and waits until it is stopped. */
public class ReadyAnnouncement implements QuarkusApplication {
    private static final System.Logger LOG = System.getLogger(ReadyAnnouncement.class.getName());

    private final ConsoleLogin console;
    private final CallsInFlight calls;
    private final ConnectionDrain leaving;
    private final LedgerAudit audit;
    private final AdminListener admin;

    @Inject
    public ReadyAnnouncement(
            ConsoleLogin console,
            CallsInFlight calls,
            ConnectionDrain leaving,
            LedgerAudit audit,
            AdminListener admin) {
        this.console = console;
        this.calls = calls;
        this.leaving = leaving;
        this.audit = audit;
        this.admin = admin;
    }

    @Override
    public int run(String... args) {
        var server = GatewayServer.running();
        OutOfMemoryExit.watch();
        ConnectionGuard.exempt(server.health().getPort());
        var stop = new GracefulShutdown(calls, leaving, server.listen().gracePeriod(), server::stop);
        Signals.handle("TERM", stop::start);
        Signals.handle("INT", stop::start);
        admin.open();
        announce(server);
        server.ready();
        audit.start();
        Quarkus.waitForExit();
        return 0;
    }

    private void announce(GatewayServer server) {
        var setup = server.gatewayContext().setup();
        var output = server.settings().output();
        var ofAdmin = admin.address();
        if (output.isJson()) {
            var fields = CommandOutput.fields("calls", server.calls().toString());
            server.tlsAddress().ifPresent(tls -> fields.put("encrypted", tls.toString()));
            fields.put("health", server.health().toString());
            if (ofAdmin != null) {
                fields.put("admin", ofAdmin.toString());
            }
            output.printJson(fields);
        } else {
            output.print("Facegate takes calls at " + server.calls() + ", answered by " + setup.providers() + ".");
            server.tlsAddress().ifPresent(tls -> output.print("The same over TLS: " + tls));
            output.print("Health and metrics: " + server.health() + "/health and /metrics");
            if (ofAdmin != null) {
                output.print("The admin API, only at: " + ofAdmin);
            }
            output.print("Data: " + setup.data() + "   Policies: "
                    + (setup.bundle() == null
                            ? setup.policies()
                            : setup.bundle().place()));
        }
        openConsole(server);
    }

    private void openConsole(GatewayServer server) {
        if (server.tlsAddress().isPresent() && !server.listen().trustsLoopback()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Over TLS only: the console, API keys and bearer tokens. Over plain HTTP they are refused.");
        } else if (!server.listen().trustsLoopback()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Closed over plain HTTP: the console, API keys and bearer tokens. A connection over loopback may"
                            + " come from a proxy that forwards strangers. Use --tls-cert and --tls-key to open them"
                            + " over TLS, or --trust-loopback if no proxy stands in front of this gateway.");
        }
        // The address itself means that no link was printed.
        var address = server.localConsoleAddress();
        boolean isOpen = address.isPresent() && !console.openAt(address.get()).equals(address.get());
        if (!isOpen && server.settings().output().isJson()) {
            server.settings().output().printJson(CommandOutput.fields("console", null));
        }
    }
}
