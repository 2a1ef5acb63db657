package io.facegate.app.server;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.FileArgument;
import io.facegate.cli.HelpHeading;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.publish.PublicationTargets;
import io.facegate.ledger.witness.WitnessPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for signing and publishing the log. Each has an environment variable of the same name. */
@EnvironmentVariables
@HelpHeading("The published log")
public final class LogOptions {
    @Option(
            names = "--log-origin",
            paramLabel = "NAME",
            description = "The log's name in checkpoints and receipts, such as example.com/faces. It is fixed with"
                    + " the first signature. Default: facegate.local/ and a part of the log's key.")
    private @Nullable String origin;

    @Option(
            names = "--publish",
            paramLabel = "PLACE",
            description = "A folder or s3://bucket/prefix to publish tiles, records and checkpoints to, as they are"
                    + " written. Default: none.")
    private @Nullable String publish;

    @Option(
            names = "--publish-endpoint",
            paramLabel = "URL",
            description = "The S3-compatible store of that bucket. Default: Amazon's.")
    private @Nullable String endpoint;

    @Option(
            names = "--publish-region",
            paramLabel = "REGION",
            description = "The region of that store. Default: the AWS SDK's own setting.")
    private @Nullable String region;

    @Option(
            names = "--witnesses",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "A C2SP tlog-policy file. Its witnesses that have a URL are asked to sign every"
                    + " checkpoint. Default: none.")
    private @Nullable Path witnesses;

    /** Why these options are invalid, or null. */
    public @Nullable String problem() {
        if (origin != null && !LogKey.isValidName(origin)) {
            return "--log-origin is at most 64 printable characters without spaces and plus signs, such as"
                    + " example.com/faces.";
        }
        var unread = witnesses == null ? null : unread(witnesses);
        if (unread != null) {
            return unread;
        }
        if (publish == null) {
            return endpoint == null && region == null
                    ? null
                    : "--publish-endpoint and --publish-region go together with --publish s3://bucket/prefix.";
        }
        var unfit = new PublicationTargets(publish, endpoint, region).problem();
        return unfit == null ? null : "--publish: " + unfit;
    }

    private static @Nullable String unread(Path witnesses) {
        try {
            WitnessPolicy.parse(Files.readString(witnesses));
            return null;
        } catch (IOException | VerificationException unfit) {
            return "--witnesses: " + witnesses + " is not a C2SP tlog-policy"
                    + (unfit instanceof VerificationException unsound ? ": " + unsound.reason() : "") + '.';
        }
    }

    public LogSettings settings() {
        return new LogSettings(
                origin, witnesses, publish == null ? null : new PublicationTargets(publish, endpoint, region));
    }
}
