package io.facegate.app.server;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.SecretFileArgument;
import io.facegate.provider.VendorSite;
import io.facegate.provider.google.GoogleProject;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the Google project that calls are forwarded under. Each has an environment variable. */
@EnvironmentVariables
public final class GoogleOptions {
    @Option(
            names = "--google-endpoint",
            defaultValue = "https://vision.googleapis.com",
            paramLabel = "URL",
            description = "Where Google Vision answers, such as https://eu-vision.googleapis.com. Default:"
                    + " https://vision.googleapis.com.")
    private String endpoint = "https://vision.googleapis.com";

    @Option(
            names = "--google-credentials",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the key of a service account, or with a user's credentials as gcloud writes"
                    + " them. Default: none.")
    private @Nullable Path credentials;

    @Option(
            names = "--google-owner",
            paramLabel = "ORG",
            description = "The organisation that the Google project belongs to alone: only its calls may name a project"
                    + " and what is kept there. Default: none, and nobody's may.")
    private @Nullable String owner;

    /** Why these options are invalid, or null. */
    public @Nullable String problem(ProviderSelection answering) {
        if (!answering.google()) {
            return null;
        }
        if (credentials == null) {
            return "--provider google needs --google-credentials.";
        }
        try {
            VendorSite.of(endpoint);
            return GoogleProject.problem(credentials);
        } catch (IllegalArgumentException unfit) {
            return "--google-endpoint is no address to send to: " + unfit.getMessage();
        }
    }

    /** The project, or null if none is configured. */
    public @Nullable Project project() {
        return credentials == null ? null : new Project(URI.create(endpoint), credentials, owner);
    }

    /** A Google project, identified by its credentials file. */
    public record Project(
            URI endpoint, Path credentials, @Nullable String owner) {}
}
