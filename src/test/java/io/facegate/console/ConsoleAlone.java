package io.facegate.console;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The console without the rest of the gateway, on free ports of loopback, plain and over TLS. */
public final class ConsoleAlone implements QuarkusTestProfile {
    static final String PASSWORD = "of-a-test-only";

    private static final List<String> OF_SERVER = List.of(
            "AuditHealth",
            "GatewayBeans",
            "CallsHealth",
            "CheckpointHealth",
            "ClockHealth",
            "ExportHealth",
            "LedgerHealth",
            "LedgerLiveness",
            "ProviderHealth",
            "ReadyAnnouncement",
            "RegistryHealth",
            "WireRoutes");

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                // All of the gateway but the filter of its log.
                "quarkus.arc.exclude-types",
                        "io.facegate.app.policies.**,io.facegate.app.shutdown.**,io.facegate.app.connections.**,"
                                + "io.facegate.vendor.wire.**,io.facegate.http.**," + String.join(",", OF_SERVER),
                "quarkus.http.host", "127.0.0.1",
                "quarkus.http.test-port", "0",
                "quarkus.http.test-ssl-port", "0",
                "quarkus.http.ssl.certificate.key-store-file", keys().toString(),
                "quarkus.http.ssl.certificate.key-store-password", PASSWORD,
                "quarkus.management.enabled", "false");
    }

    /** A certificate for localhost, made by the JDK's own tool; each process of the tests has its own. */
    static Path keys() {
        var store = Path.of("target/console-test-" + ProcessHandle.current().pid() + ".p12")
                .toAbsolutePath();
        if (Files.exists(store)) {
            return store;
        }
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        try {
            var made = new ProcessBuilder(
                            tool,
                            "-genkeypair",
                            "-alias",
                            "test",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-validity",
                            "3650",
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            PASSWORD)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (made != 0) {
                throw new IllegalStateException("keytool ended with " + made);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return store;
    }
}
