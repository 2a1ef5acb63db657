package io.facegate.app.cloud;

import io.facegate.provider.Site;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which Azure Face resource calls are forwarded to; each has an environment variable. */
public final class AzureOptions {
    @Option(
            names = "--azure-endpoint",
            defaultValue = "${env:FACEGATE_AZURE_ENDPOINT}",
            paramLabel = "URL",
            description = "The Azure Face resource that calls are forwarded to, such as"
                    + " https://NAME.cognitiveservices.azure.com. Default: none.")
    private @Nullable String endpoint;

    @Option(
            names = "--azure-key",
            defaultValue = "${env:FACEGATE_AZURE_KEY}",
            paramLabel = "FILE",
            description = "The file with the resource's subscription key. Default: none.")
    private @Nullable Path key;

    @Option(
            names = "--azure-owner",
            defaultValue = "${env:FACEGATE_AZURE_OWNER}",
            paramLabel = "ORG",
            description = "The organisation that the resource belongs to alone: only its calls may keep faces there."
                    + " Default: none, and nobody's may.")
    private @Nullable String owner;

    @Option(
            names = "--azure-vision-endpoint",
            defaultValue = "${env:FACEGATE_AZURE_VISION_ENDPOINT}",
            paramLabel = "URL",
            description = "The Azure AI Vision resource that image analysis is forwarded to. Default: that of"
                    + " --azure-endpoint, which may hold both.")
    private @Nullable String visionEndpoint;

    @Option(
            names = "--azure-vision-key",
            defaultValue = "${env:FACEGATE_AZURE_VISION_KEY}",
            paramLabel = "FILE",
            description = "The file with the key of --azure-vision-endpoint. Default: that of --azure-key.")
    private @Nullable Path visionKey;

    /** Why these options cannot be, or null. */
    public @Nullable String problem(Answering answering) {
        if (!answering.azure()) {
            return null;
        }
        if (endpoint == null || key == null || !Files.isReadable(key)) {
            return "--provider azure needs --azure-endpoint, and --azure-key with a file that can be read.";
        }
        if ((visionEndpoint == null) != (visionKey == null) || (visionKey != null && !Files.isReadable(visionKey))) {
            return "--azure-vision-endpoint and --azure-vision-key go together, with a file that can be read.";
        }
        var unfit = unfit("--azure-endpoint", endpoint);
        return unfit == null && visionEndpoint != null ? unfit("--azure-vision-endpoint", visionEndpoint) : unfit;
    }

    private static @Nullable String unfit(String option, String address) {
        try {
            Site.of(URI.create(address));
            return null;
        } catch (IllegalArgumentException unfit) {
            return option + " is no address to send to: " + unfit.getMessage();
        }
    }

    /** The resources, or null where none is named. */
    public @Nullable Resources resources() {
        if (endpoint == null || key == null) {
            return null;
        }
        var face = new Resource(URI.create(endpoint), key);
        var vision = visionEndpoint == null || visionKey == null
                ? face
                : new Resource(URI.create(visionEndpoint), visionKey);
        return new Resources(face, vision, owner);
    }

    /** A resource and the file with its key. */
    public record Resource(URI endpoint, Path key) {}

    /**
     * The resources of both services; they may be one.
     *
     * @param owner the organisation that what is kept belongs to alone, or null
     */
    public record Resources(
            Resource face, Resource vision, @Nullable String owner) {}
}
