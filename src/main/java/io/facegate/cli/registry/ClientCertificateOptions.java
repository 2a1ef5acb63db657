package io.facegate.cli.registry;

import io.facegate.cli.FileArgument;
import io.facegate.identity.ClientCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name a client certificate, and when its registration ends. */
final class ClientCertificateOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--certificate",
            required = true,
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The PEM file whose first certificate is registered, by its SHA-256.")
    private Path certificate = Path.of("");

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            description = "When the registration ends: 90d, 12h, 30m, a date or an instant. Default and latest: the"
                    + " certificate's own end.")
    private @Nullable String expires;

    /** A certificate, and until when it is registered. */
    record Chosen(byte[] sha256, Instant until) {}

    /** Reads the certificate. */
    Chosen read() {
        var read = parse();
        var end = read.getNotAfter().toInstant();
        var named = expires == null ? end : MomentArgument.parse("--expires", expires, Instant.now());
        try {
            return new Chosen(ClientCertificates.fingerprint(read), named.isBefore(end) ? named : end);
        } catch (CertificateException unread) {
            throw unusable();
        }
    }

    private X509Certificate parse() {
        try (var file = Files.newInputStream(certificate)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        } catch (IOException | CertificateException unread) {
            throw unusable();
        }
    }

    private ParameterException unusable() {
        return new ParameterException(
                spec.commandLine(), "--certificate must be a file with a certificate as PEM: " + certificate);
    }
}
