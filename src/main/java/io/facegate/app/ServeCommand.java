package io.facegate.app;

import io.facegate.cli.ExitCode;
import io.facegate.cli.Settings;
import io.quarkus.runtime.Quarkus;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate serve}: runs the gateway until it is stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the gateway until it is stopped (Ctrl-C or SIGTERM).",
            "",
            "Point an unmodified AWS SDK at http://127.0.0.1:8080 with a key that `facegate key mint` made."
                    + " Each call is judged by the policies, written into the ledger, and only then answered."
        },
        footer = {
            "",
            "Examples:",
            "  facegate serve                                  everything embedded, on this machine",
            "  facegate serve --provider rekognition           forward permitted calls to Amazon Rekognition",
            "  facegate serve --data /var/lib/facegate --port 80 --host 0.0.0.0",
            "",
            "Exit codes: 0 stopped, 1 a fault, 2 usage, 3 a policy does not compile."
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Option(
            names = "--host",
            defaultValue = "${env:FACEGATE_HOST:-127.0.0.1}",
            description = "The address to listen on. Default: 127.0.0.1, this machine only. Off loopback, bearer"
                    + " tokens and API keys are taken over TLS only.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "${env:FACEGATE_PORT:-8080}",
            description = "The port for calls and console; 0 takes a free one and prints it. Default: 8080.")
    private int port;

    @Option(
            names = "--health-port",
            defaultValue = "${env:FACEGATE_HEALTH_PORT:-9000}",
            description = "The port for health and metrics; 0 takes a free one and prints it. Default: 9000.")
    private int healthPort;

    @Option(
            names = "--tls-port",
            defaultValue = "${env:FACEGATE_TLS_PORT:-8443}",
            description = "The port for the same over TLS, open when a certificate is given. Default: 8443.")
    private int tlsPort;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "The PEM certificate chain for TLS.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The PEM private key for TLS.")
    private @Nullable Path key;

    @Option(
            names = "--provider",
            defaultValue = "${env:FACEGATE_PROVIDER:-local}",
            description = "Who answers permitted calls: local (the embedded engine) or rekognition. Default: local.")
    private String provider = "local";

    @Option(
            names = "--issuers",
            paramLabel = "FILE",
            defaultValue = "${env:FACEGATE_ISSUERS}",
            description = "The file of JWT issuers and the organisations each may speak for. Default: none.")
    private @Nullable Path issuers;

    @Override
    public Integer call() {
        var problem = problem();
        if (problem != null) {
            settings.complain(problem);
            return ExitCode.USAGE.number();
        }
        Server.Settings server = new Server.Settings(settings.data(), settings.policies(), provider, settings.json());
        server.apply();
        listen();
        Quarkus.run(Server.class, Server::stopped);
        return Server.exitCode().number();
    }

    private @Nullable String problem() {
        if (!provider.equals("local") && !provider.equals("rekognition")) {
            return "--provider is " + provider + "; it must be local or rekognition.";
        }
        return (certificate == null) == (key == null) ? null : "--tls-cert and --tls-key go together; give both.";
    }

    private void listen() {
        System.setProperty("quarkus.http.host", host);
        System.setProperty("quarkus.http.port", String.valueOf(port));
        System.setProperty("quarkus.management.host", host);
        System.setProperty("quarkus.management.port", String.valueOf(healthPort));
        if (issuers != null) {
            System.setProperty("facegate.issuers", issuers.toString());
        }
        if (certificate != null && key != null) {
            System.setProperty("quarkus.http.ssl-port", String.valueOf(tlsPort));
            System.setProperty("quarkus.http.ssl.certificate.files", certificate.toString());
            System.setProperty("quarkus.http.ssl.certificate.key-files", key.toString());
        }
    }
}
