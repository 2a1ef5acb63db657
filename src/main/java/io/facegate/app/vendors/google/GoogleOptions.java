package io.facegate.app.vendors.google;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.HelpHeading;
import io.facegate.cli.SecretFileArgument;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.client.VendorSite;
import io.facegate.vendor.google.client.GoogleProject;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the Google project that calls are forwarded under. Each has an environment variable. */
@EnvironmentVariables
@HelpHeading("Google Cloud Vision")
public final class GoogleOptions {
    @Option(
            names = "--google-endpoint",
            defaultValue = "https://vision.googleapis.com",
            paramLabel = "URL",
            description = "The endpoint of Google Vision, such as https://eu-vision.googleapis.com. Default:"
                    + " https://vision.googleapis.com.")
    private String endpoint = "https://vision.googleapis.com";

    @Option(
            names = "--google-credentials",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with a service account's key, or with a user's credentials as written by gcloud."
                    + " Default: none.")
    private @Nullable Path credentials;

    @Option(
            names = "--google-owner",
            paramLabel = "ORG",
            description = "The one organisation that owns the Google project: only its calls may name a project and"
                    + " the resources in it. Default: none; no call may.")
    private @Nullable String owner;

    /** Why these options are invalid, or null. */
    public @Nullable String problem() {
        if (credentials == null) {
            return "--provider google needs --google-credentials.";
        }
        try {
            VendorSite.parse(endpoint);
            return GoogleProject.problem(credentials);
        } catch (IllegalArgumentException unfit) {
            return "--google-endpoint is not a usable URL: " + unfit.getMessage();
        }
    }

    /** The project, or null if none is configured. */
    public @Nullable Project project() {
        return credentials == null ? null : new Project(URI.create(endpoint), credentials, owner);
    }

    /** A Google project, identified by its credentials file. */
    public record Project(
            URI endpoint, Path credentials, @Nullable String owner) {
        GoogleProject following(VendorLimits limits, FileFollower files) {
            return new GoogleProject(endpoint, credentials, owner, null, limits, files);
        }
    }
}
