package io.facegate.app;

import io.facegate.console.ConsoleLogin;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;

/** Says where the gateway is once it takes calls, and waits until it is stopped. */
public class Ready implements QuarkusApplication {
    private final ConsoleLogin console;

    @Inject
    public Ready(ConsoleLogin console) {
        this.console = console;
    }

    @Override
    public int run(String... args) {
        var server = Server.running();
        OutOfMemory.watch();
        announce(server);
        server.ready();
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
