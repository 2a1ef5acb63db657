package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.registry.KeyRequest;
import io.facegate.usecase.registry.OrganisationKeys;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private ClientCertificateOptions certificate = new ClientCertificateOptions();

    @Option(names = "--purpose", paramLabel = "WORD", description = "The one purpose of every call with it.")
    private @Nullable String purpose;

    @Option(
            names = "--for",
            paramLabel = "ORG",
            description = "An organisation that its calls are made for, as with key mint.")
    private List<String> principals = new ArrayList<>();

    @Mixin
    private KeyLimitOptions limits = new KeyLimitOptions();

    @Override
    protected ExitCode run() {
        var read = certificate.read();
        var registered = new OrganisationKeys(registry())
                .registerCertificate(
                        new KeyRequest(
                                organisation, principals, purpose, null, limits.until(read.until()), false, null),
                        read.sha256());
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("accessKeyId", registered.id());
        line.put("certificate", HexFormat.of().formatHex(read.sha256()));
        line.put("org", organisation);
        line.put("for", principals);
        line.put("purpose", purpose);
        line.put("expires", read.until().toString());
        output().printJson(line);
        registered.warnings().forEach(warning -> output().printError("Warning: " + warning));
        return ExitCode.DONE;
    }
}
