package io.facegate.app.vendors.azure;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.HelpHeading;
import io.facegate.cli.SecretFileArgument;
import io.facegate.vendor.azure.client.AzureCloud;
import io.facegate.vendor.azure.client.EntraIdentity;
import io.facegate.vendor.azure.client.EntraTokenClient;
import io.facegate.vendor.client.VendorSite;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the identity that the gateway requests Microsoft Entra tokens with. Each has an environment variable. */
@EnvironmentVariables
@HelpHeading("Azure")
public final class EntraOptions {
    private static final String SYSTEM = "system";

    @Option(
            names = "--azure-tenant",
            paramLabel = "ID",
            description = "The Entra tenant of the application with which the gateway gets tokens, instead of using"
                    + " a key. Default: none.")
    private @Nullable String tenant;

    @Option(
            names = "--azure-client",
            paramLabel = "ID",
            description = "The client id of that application. Default: none.")
    private @Nullable String client;

    @Option(
            names = "--azure-secret",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the application's secret. Default: none.")
    private @Nullable Path secret;

    @Option(
            names = "--azure-certificate",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the application's certificate and RSA key as PEM, instead of a secret."
                    + " Default: none.")
    private @Nullable Path certificate;

    @Option(
            names = "--azure-authority",
            paramLabel = "URL",
            description = "The authority that issues tokens. Default: the authority of the resource's cloud, such as"
                    + " https://login.microsoftonline.com.")
    private @Nullable String authority;

    @Option(
            names = "--azure-managed-identity",
            paramLabel = "ID",
            description = "The managed identity with which the gateway gets tokens instead: system, or the client id"
                    + " of a user-assigned one. Default: none.")
    private @Nullable String managed;

    /** True if any of these options is set. */
    boolean isSet() {
        return tenant != null || client != null || secret != null || certificate != null || managed != null;
    }

    /** Why these options are invalid, or null. */
    @Nullable
    String problem() {
        if (managed != null) {
            return tenant == null && client == null && secret == null && certificate == null && authority == null
                    ? null
                    : "--azure-managed-identity needs no tenant, client, secret, certificate or authority.";
        }
        if (tenant == null || client == null || (secret == null) == (certificate == null)) {
            return "Tokens need --azure-tenant, --azure-client, and either --azure-secret or --azure-certificate.";
        }
        if (!tenant.matches("[A-Za-z0-9.-]{1,255}") || !client.matches("[A-Za-z0-9-]{1,64}")) {
            return "--azure-tenant and --azure-client must be ids.";
        }
        try {
            if (authority != null) {
                VendorSite.parse(authority);
            }
            return proof();
        } catch (IllegalArgumentException unfit) {
            return "--azure-authority is not a usable URL: " + unfit.getMessage();
        }
    }

    private @Nullable String proof() {
        if (secret != null) {
            return SecretFileArgument.problem("--azure-secret", secret);
        }
        return certificate == null || EntraTokenClient.isUsable(certificate)
                ? null
                : "--azure-certificate: " + certificate + " must hold a certificate and its RSA key as PEM.";
    }

    /** The identity in that cloud, or null if keys are used. */
    @Nullable
    EntraIdentity identity(AzureCloud cloud) {
        if (managed != null) {
            return new EntraIdentity.Machine(managed.equals(SYSTEM) ? null : managed);
        }
        if (tenant == null || client == null) {
            return null;
        }
        EntraIdentity.Proof proof = secret != null
                ? new EntraIdentity.Secret(secret)
                : certificate != null ? new EntraIdentity.Certificate(certificate) : null;
        var asked = authority == null ? cloud.authority() : URI.create(authority);
        return proof == null ? null : new EntraIdentity.Application(asked, tenant, client, proof, null);
    }
}
