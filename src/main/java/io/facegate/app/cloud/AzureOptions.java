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

    /** Why these options cannot be, or null. */
    public @Nullable String problem(Answering answering) {
        if (!answering.azure()) {
            return null;
        }
        if (endpoint == null || key == null || !Files.isReadable(key)) {
            return "--provider azure needs --azure-endpoint, and --azure-key with a file that can be read.";
        }
        try {
            Site.of(URI.create(endpoint));
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--azure-endpoint is no address to send to: " + unfit.getMessage();
        }
    }

    /** The resource, or null where none is named. */
    public @Nullable Resource resource() {
        return endpoint == null || key == null ? null : new Resource(URI.create(endpoint), key, owner);
    }

    /** An Azure Face resource and the file with its key. */
    public record Resource(URI endpoint, Path key, @Nullable String owner) {}
}
