package io.facegate.app.vendors.faceplusplus;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.HelpHeading;
import io.facegate.cli.SecretFileArgument;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.client.VendorSite;
import io.facegate.vendor.faceplusplus.client.FacePlusPlusAccount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the Face++ account that calls are forwarded with. Each has an environment variable. */
@EnvironmentVariables
@HelpHeading("Face++")
public final class FacePlusPlusOptions {
    @Option(
            names = "--faceplusplus-endpoint",
            paramLabel = "URL",
            description = "The Face++ API to forward calls to, such as https://api-us.faceplusplus.com. Default: none.")
    private @Nullable String endpoint;

    @Option(
            names = "--faceplusplus-key",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the account's two lines api_key: KEY and api_secret: SECRET. Default: none.")
    private @Nullable Path key;

    /** Why these options are invalid, or null. */
    public @Nullable String problem() {
        if (endpoint == null || key == null) {
            return "--provider faceplusplus needs --faceplusplus-endpoint and --faceplusplus-key.";
        }
        var unusable = VendorSite.problem("--faceplusplus-endpoint", endpoint);
        if (unusable != null) {
            return unusable;
        }
        try {
            read(key);
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--faceplusplus-key: " + key + " cannot be used: " + unfit.getMessage() + ".";
        }
    }

    /** The account; its options are valid. */
    FacePlusPlusAccount account(VendorLimits limits, FileFollower files) {
        var current = files.follow("faceplusplus-key", Objects.requireNonNull(key), FacePlusPlusOptions::read);
        return new FacePlusPlusAccount(URI.create(Objects.requireNonNull(endpoint)), current, null, limits);
    }

    private static FacePlusPlusAccount.Key read(Path file) {
        try {
            return FacePlusPlusAccount.Key.of(Files.readString(file));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("it cannot be read as text", unreadable);
        }
    }
}
