package io.facegate.app.vendors.azure;

import io.facegate.call.ResourceOwners;
import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.HelpHeading;
import io.facegate.cli.SecretFileArgument;
import io.facegate.vendor.azure.client.AzureCloud;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.azure.client.EntraIdentity;
import io.facegate.vendor.azure.client.EntraTokenClient;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.client.VendorSite;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the Azure Face and Vision resources that calls are forwarded to. Each has an environment variable. */
@EnvironmentVariables
@HelpHeading("Azure")
public final class AzureOptions {
    @Option(
            names = "--azure-endpoint",
            paramLabel = "URL",
            description = "The Azure Face resource to forward calls to, such as"
                    + " https://NAME.cognitiveservices.azure.com. Default: none.")
    private @Nullable String endpoint;

    @Option(
            names = "--azure-key",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the resource's subscription key. Default: none.")
    private @Nullable Path key;

    @Option(
            names = "--azure-owner",
            paramLabel = "ORG",
            description = "The one organisation that owns the resource: only its calls may keep faces there."
                    + " Default: none; each organisation has only what it made.")
    private @Nullable String owner;

    @Option(
            names = "--azure-vision-endpoint",
            paramLabel = "URL",
            description = "The Azure AI Vision resource to forward image analysis to. Default: the resource of"
                    + " --azure-endpoint, if it has both services.")
    private @Nullable String visionEndpoint;

    @Option(
            names = "--azure-vision-key",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the key of --azure-vision-endpoint. Default: that of --azure-key.")
    private @Nullable Path visionKey;

    @Mixin
    private EntraOptions entra = new EntraOptions();

    /** Why these options are invalid, or null. */
    public @Nullable String problem() {
        if (endpoint == null) {
            return "--provider azure needs --azure-endpoint.";
        }
        var unfit = VendorSite.problem("--azure-endpoint", endpoint);
        if (unfit == null && visionEndpoint != null) {
            unfit = VendorSite.problem("--azure-vision-endpoint", visionEndpoint);
        }
        return unfit != null ? unfit : entra.isSet() ? tokens() : keys();
    }

    private @Nullable String tokens() {
        if (endpoint != null && visionEndpoint != null && cloud(endpoint) != cloud(visionEndpoint)) {
            return "One token serves both resources, so --azure-endpoint and --azure-vision-endpoint must be in one"
                    + " cloud.";
        }
        return key == null && visionKey == null
                ? entra.problem()
                : "Use a key or a token, not both: leave out --azure-key, or the options for tokens.";
    }

    private @Nullable String keys() {
        if (key == null) {
            return "--provider azure needs --azure-key, or --azure-managed-identity, or --azure-tenant,"
                    + " --azure-client and --azure-secret or --azure-certificate.";
        }
        if ((visionEndpoint == null) != (visionKey == null)) {
            return "--azure-vision-endpoint and --azure-vision-key go together.";
        }
        var unfit = SecretFileArgument.problem("--azure-key", key);
        return unfit != null || visionKey == null ? unfit : SecretFileArgument.problem("--azure-vision-key", visionKey);
    }

    private static AzureCloud cloud(String address) {
        return AzureCloud.forEndpoint(URI.create(address));
    }

    /** The resources, or null if none is configured. */
    public @Nullable Resources resources() {
        if (endpoint == null) {
            return null;
        }
        var face = new Resource(URI.create(endpoint), key);
        var vision = visionEndpoint == null ? face : new Resource(URI.create(visionEndpoint), visionKey);
        return new Resources(face, vision, owner, entra.identity(cloud(endpoint)));
    }

    /** An Azure resource, and the file with its key if it uses one. */
    public record Resource(URI endpoint, @Nullable Path key) {
        private static AzureCredential keyCredential(String option, Path file) {
            var unfit = SecretFileArgument.problem("--" + option, file);
            if (unfit != null) {
                throw new IllegalArgumentException(unfit);
            }
            try {
                return AzureCredential.key(Files.readString(file).strip());
            } catch (IOException unreadable) {
                throw new IllegalArgumentException("it cannot be read as text", unreadable);
            }
        }

        private AzureCredential followKey(String option, FileFollower files) {
            return AzureCredential.current(
                    files.follow(option, Objects.requireNonNull(key), file -> keyCredential(option, file)));
        }
    }

    /**
     * The resources of both services; they may be the same.
     *
     * @param owner the organisation that alone owns everything stored there, or null
     * @param entra the Entra identity that tokens are requested for, or null if keys are used
     */
    public record Resources(
            Resource face,
            Resource vision,
            @Nullable String owner,
            @Nullable EntraIdentity entra) {
        Map<String, Provider> open(Vertx vertx, ResourceOwners owners, VendorLimits limits, FileFollower files) {
            // One Entra token serves both.
            var tokens = entra == null ? null : tokens(entra, files);
            var faceKey = tokens == null ? face.followKey("azure-key", files) : tokens;
            var visionKey =
                    tokens != null || vision.equals(face) ? faceKey : vision.followKey("azure-vision-key", files);
            var both = new LinkedHashMap<String, Provider>();
            for (var service : AzureService.values()) {
                var resource = service == AzureService.FACE ? face : vision;
                var access = service == AzureService.FACE ? faceKey : visionKey;
                var azure = new AzureResource(service, resource.endpoint(), access, owner, null, limits);
                both.put(service.code(), new AzureProvider(vertx, azure, owners));
            }
            return both;
        }

        private AzureCredential tokens(EntraIdentity who, FileFollower files) {
            var cloud = AzureCloud.forEndpoint(face.endpoint());
            if (!(who instanceof EntraIdentity.Application application)) {
                return EntraTokenClient.create(who, cloud);
            }
            var option = application.proof() instanceof EntraIdentity.Secret ? "azure-secret" : "azure-certificate";
            return AzureCredential.current(files.follow(
                    option, application.proof().file(), file -> EntraTokenClient.create(application, cloud)));
        }
    }
}
