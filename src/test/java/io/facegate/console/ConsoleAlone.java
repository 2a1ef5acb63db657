package io.facegate.console;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The console without the rest of the gateway, on free ports of loopback, plain and over TLS. */
public final class ConsoleAlone implements QuarkusTestProfile {
    static final String PASSWORD = "of-a-test-only";

    /** What the console's log needs of the gateway: a filter. */
    private static final String KEPT = "RepeatedMessages";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.arc.exclude-types",
                "io.facegate.http.**," + String.join(",", ofTheGateway()),
                "quarkus.http.host",
                "127.0.0.1",
                "quarkus.http.test-port",
                "0",
                "quarkus.http.test-ssl-port",
                "0",
                "quarkus.http.ssl.certificate.key-store-file",
                keys().toString(),
                "quarkus.http.ssl.certificate.key-store-password",
                PASSWORD,
                "quarkus.management.enabled",
                "false");
    }

    /** Each package and class of the gateway's application but the filter, as the build left them. */
    private static List<String> ofTheGateway() {
        try (var entries = Files.list(Path.of("target/classes/io/facegate/app"));
                var server = Files.list(Path.of("target/classes/io/facegate/app/server"))) {
            var packages = entries.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals("server"))
                    .map(name -> "io.facegate.app." + name + ".**");
            var classes = server.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.startsWith(KEPT))
                    .map(name -> "io.facegate.app.server." + name.substring(0, name.length() - ".class".length()));
            return Stream.concat(packages, classes).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
