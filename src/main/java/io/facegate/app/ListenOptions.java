package io.facegate.app;

import io.facegate.app.files.PemPair;
import io.facegate.cli.files.NamedFile;
import io.facegate.cli.files.SecretFile;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a gateway listens; each has an environment variable of the same name. */
public final class ListenOptions {
    /** Half as many as cores: every hop from one loop to another wakes a thread, and the other half is for judging. */
    private static final String EVENT_LOOPS = "quarkus.vertx.event-loops-pool-size";

    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--host",
            defaultValue = "${env:FACEGATE_HOST:-127.0.0.1}",
            paramLabel = "ADDRESS",
            description = "The address to listen on. Off loopback, bearer tokens and API keys are taken over TLS only."
                    + " Default: 127.0.0.1, this machine alone.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "${env:FACEGATE_PORT:-8080}",
            paramLabel = "PORT",
            description = "The port for calls and console; 0 takes a free one and prints it. Default: 8080.")
    private int port;

    @Option(
            names = "--health-port",
            defaultValue = "${env:FACEGATE_HEALTH_PORT:-9000}",
            paramLabel = "PORT",
            description = "The port for health and metrics; 0 takes a free one and prints it. Default: 9000.")
    private int healthPort;

    @Option(
            names = "--tls-port",
            defaultValue = "${env:FACEGATE_TLS_PORT:-8443}",
            paramLabel = "PORT",
            description = "The port for calls and console over TLS, open when a certificate is given. Default: 8443.")
    private int tlsPort;

    @Option(
            names = "--tls-cert",
            defaultValue = "${env:FACEGATE_TLS_CERT}",
            paramLabel = "FILE",
            converter = NamedFile.class,
            description = "The PEM file with the certificate chain for TLS. Default: none, and no TLS port.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            defaultValue = "${env:FACEGATE_TLS_KEY}",
            paramLabel = "FILE",
            converter = SecretFile.class,
            description = "The PEM file with the private key for TLS. Default: none.")
    private @Nullable Path key;

    /** Why these options cannot be, or null. */
    @Nullable
    String problem() {
        if ((certificate == null) != (key == null)) {
            return "--tls-cert and --tls-key go together; give both.";
        }
        if (certificate != null && key != null) {
            var unfit = PemPair.problem(certificate, key);
            if (unfit != null) {
                return unfit;
            }
        }
        boolean ports = IntStream.of(port, healthPort, tlsPort).allMatch(each -> each >= 0 && each <= LAST_PORT);
        return ports ? null : "A port is a number from 0 to " + LAST_PORT + "; 0 takes a free one.";
    }

    boolean encrypts() {
        return certificate != null;
    }

    String host() {
        return host;
    }

    public int healthPort() {
        return healthPort;
    }

    public int port() {
        return port;
    }

    /** Listens there instead; 0 takes a free port. */
    public void listenAt(int calls, int health) {
        port = calls;
        healthPort = health;
    }

    /** Hands the addresses to Quarkus, which reads them when it starts. */
    void apply() {
        System.setProperty("quarkus.http.host", host);
        System.setProperty("quarkus.http.port", String.valueOf(port));
        System.setProperty("quarkus.management.host", host);
        System.setProperty("quarkus.management.port", String.valueOf(healthPort));
        if (System.getProperty(EVENT_LOOPS) == null) {
            System.setProperty(
                    EVENT_LOOPS, String.valueOf(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
        }
        if (certificate != null && key != null) {
            System.setProperty("quarkus.http.ssl-port", String.valueOf(tlsPort));
            System.setProperty("quarkus.http.ssl.certificate.files", certificate.toString());
            System.setProperty("quarkus.http.ssl.certificate.key-files", key.toString());
        }
    }
}
