package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.registry.KeyRequest;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.RegistryLines;
import java.util.ArrayList;
import java.util.HexFormat;
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
final class AddCertificateCommand extends GatewayChangeSubcommand {
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

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "A label for the key, such as the program that uses it. A new key cannot take the label of"
                    + " another valid key of the organisation.")
    private @Nullable String label;

    @Override
    protected ExitCode run() {
        var read = certificate.read();
        var request = new KeyRequest(organisation, principals, purpose, null, limits.until(read.until()), false, label);
        var gateway = gateway();
        if (gateway != null) {
            var fields = KeyCommand.Mint.fields(request);
            fields.put("certificate", HexFormat.of().formatHex(read.sha256()));
            return print(gateway.send("POST", path("organisations", organisation, "keys"), fields));
        }
        var registered = new OrganisationKeys(registry()).registerCertificate(request, read.sha256());
        output().printJson(RegistryLines.toFields(registered, request, read.sha256()));
        warn(registered.warnings());
        return ExitCode.DONE;
    }
}
