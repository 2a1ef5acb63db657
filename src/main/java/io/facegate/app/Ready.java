package io.facegate.app;

import io.facegate.console.ConsoleLogin;
import io.facegate.ledger.audit.LedgerAudit;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;

/** Says where the gateway is once it takes calls, and waits until it is stopped. */
public class Ready implements QuarkusApplication {
    private final ConsoleLogin console;
    private final LedgerAudit audit;

    @Inject
    public Ready(ConsoleLogin console, LedgerAudit audit) {
        this.console = console;
        this.audit = audit;
    }

    @Override
    public int run(String... args) {
        var server = Server.running();
        announce(server);
        server.ready();
        audit.start();
        Quarkus.waitForExit();
        return 0;
    }

    private void announce(Server server) {
        var setup = server.rooms().setup();
        if (server.settings().json()) {
            var encrypted = server.encrypted()
                    .map(tls -> "\"encrypted\":\"" + tls + "\",")
                    .orElse("");
            server.settings()
                    .print("{\"calls\":\"" + server.calls() + "\"," + encrypted + "\"health\":\"" + server.health()
                            + "\"}");
            console.openAt(server.here());
            return;
        }
        server.settings()
                .print("Facegate takes calls at " + server.calls() + ", answered by " + setup.answering() + ".");
        server.encrypted().ifPresent(tls -> server.settings().print("The same over TLS: " + tls));
        server.settings().print("Health and metrics: " + server.health() + "/health and /metrics");
        server.settings().print("Data: " + setup.data() + "   Policies: " + setup.policies());
        console.openAt(server.here());
    }
}
