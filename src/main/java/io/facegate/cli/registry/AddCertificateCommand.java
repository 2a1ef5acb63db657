package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FileArgument;
import io.facegate.identity.ClientCertificates;
import io.facegate.registry.KeyRequest;
import io.facegate.usecase.registry.OrganisationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code facegate key add-certificate}: registers a client certificate as a key of an organisation. */
@Command(
        name = "add-certificate",
        description = {
            "Registers a client certificate (mTLS) as a key. A gateway with --tls-client-ca then knows the organisation"
                    + " by the certificate of the TLS connection.",
            "The key ends with the certificate, or earlier. Register a renewed certificate too; key revoke ends one."
        })
final class AddCertificateCommand extends RegistryChangeSubcommand {
    @Option(
            names = "--org",
            required = true,
            paramLabel = "ORG",
            description = "The organisation that the certificate belongs to.")
    private String organisation = "";

    @Option(
            names = "--certificate",
            required = true,
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The PEM file whose first certificate is registered, by its SHA-256.")
    private Path certificate = Path.of("");

    @Option(names = "--purpose", paramLabel = "WORD", description = "The one purpose of every call with it.")
    private @Nullable String purpose;

    @Option(
            names = "--for",
            paramLabel = "ORG",
            description = "An organisation that its calls are made for, as with key mint.")
    private List<String> principals = new ArrayList<>();

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            description =
                    "When the key ends: 90d, 12h, 30m, a date or an instant. Default, and at the latest: the certificate's end.")
    private @Nullable String expires;

    @Mixin
    private KeyLimitOptions limits = new KeyLimitOptions();

    @Override
    protected ExitCode run() {
        var read = read();
        var end = read.getNotAfter().toInstant();
        var named = expires == null ? end : MomentArgument.parse("--expires", expires, Instant.now());
        var until = named.isBefore(end) ? named : end;
        var fingerprint = fingerprint(read);
        var registered = new OrganisationKeys(registry())
                .registerCertificate(
                        new KeyRequest(organisation, principals, purpose, null, limits.until(until), false, null),
                        fingerprint);
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("accessKeyId", registered.id());
        line.put("certificate", HexFormat.of().formatHex(fingerprint));
        line.put("org", organisation);
        line.put("for", principals);
        line.put("purpose", purpose);
        line.put("expires", until.toString());
        output().printJson(line);
        registered.warnings().forEach(warning -> output().printError("Warning: " + warning));
        return ExitCode.DONE;
    }

    private X509Certificate read() {
        try (var file = Files.newInputStream(certificate)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        } catch (IOException | CertificateException unread) {
            throw unusable();
        }
    }

    private byte[] fingerprint(X509Certificate read) {
        try {
            return ClientCertificates.fingerprint(read);
        } catch (CertificateException unread) {
            throw unusable();
        }
    }

    private ParameterException unusable() {
        return new ParameterException(
                spec.commandLine(), "--certificate must be a file with a certificate as PEM: " + certificate);
    }
}
