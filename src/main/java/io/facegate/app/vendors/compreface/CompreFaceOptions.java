package io.facegate.app.vendors.compreface;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.HelpHeading;
import io.facegate.cli.SecretFileArgument;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.client.VendorSite;
import io.facegate.vendor.compreface.client.CompreFaceServer;
import io.facegate.vendor.compreface.client.CompreFaceServiceKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the CompreFace server that calls are forwarded to. Each has an environment variable. */
@EnvironmentVariables
@HelpHeading("CompreFace")
public final class CompreFaceOptions {
    @Option(
            names = "--compreface-endpoint",
            paramLabel = "URL",
            description = "The CompreFace server to forward calls to, such as https://faces.example.org:8000."
                    + " Default: none.")
    private @Nullable String endpoint;

    @Option(
            names = "--compreface-keys",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the keys of its services, one per line: recognition: KEY, and the same for"
                    + " detection and verification. Default: none.")
    private @Nullable Path keys;

    @Option(
            names = "--compreface-owner",
            paramLabel = "ORG",
            description = "The one organisation that owns the server's collection. Default: none; each organisation"
                    + " has the subjects under its own prefix.")
    private @Nullable String owner;

    /** Why these options are invalid, or null. */
    public @Nullable String problem() {
        if (endpoint == null || keys == null) {
            return "--provider compreface needs --compreface-endpoint and --compreface-keys.";
        }
        var unusable = VendorSite.problem("--compreface-endpoint", endpoint);
        if (unusable != null) {
            return unusable;
        }
        try {
            read(keys);
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--compreface-keys: " + keys + " cannot be used: " + unfit.getMessage() + ".";
        }
    }

    /** The server, or null if none is configured. */
    public @Nullable Server server() {
        return endpoint == null || keys == null ? null : new Server(URI.create(endpoint), keys, owner);
    }

    private static CompreFaceServiceKeys read(Path file) {
        try {
            return CompreFaceServiceKeys.of(Files.readString(file));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("it cannot be read as text", unreadable);
        }
    }

    /** A CompreFace server and the file with its keys. */
    public record Server(URI endpoint, Path keys, @Nullable String owner) {
        CompreFaceServer following(VendorLimits limits, FileFollower files) {
            var current = files.follow("compreface-keys", keys, CompreFaceOptions::read);
            return new CompreFaceServer(endpoint, current, owner, null, limits);
        }
    }
}
