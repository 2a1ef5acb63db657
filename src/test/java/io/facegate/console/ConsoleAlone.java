package io.facegate.console;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The console without the rest of the gateway, on a free port of loopback. */
public final class ConsoleAlone implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.arc.exclude-types", "io.facegate.app.**,io.facegate.ingress.**",
                "quarkus.http.host", "127.0.0.1",
                "quarkus.http.test-port", "0",
                "quarkus.management.enabled", "false");
    }
}
