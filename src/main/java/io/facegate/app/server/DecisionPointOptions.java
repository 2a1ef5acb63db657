package io.facegate.app.server;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.HelpHeading;
import io.facegate.cli.SecretFileArgument;
import io.facegate.policy.pdp.DecisionPointSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for an external policy decision point. Each has an environment variable of the same name. */
@EnvironmentVariables
@HelpHeading("Another decision point")
public final class DecisionPointOptions {
    private static final Pattern MILLIS = Pattern.compile("([1-9][0-9]{0,5})(ms)?");

    @Option(
            names = "--pdp",
            paramLabel = "URL",
            description = "The AuthZEN decision point to ask about every call that the policies permit. It can refuse a"
                    + " call, never permit one. https, or on this machine. Default: none.")
    private @Nullable String url;

    @Option(
            names = "--pdp-token",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the bearer token for the decision point. Default: none.")
    private @Nullable Path token;

    @Option(
            names = "--pdp-timeout",
            defaultValue = "100",
            paramLabel = "MS",
            description = "How long the decision point may take before the call is refused. Default: 100.")
    private String timeout = "100";

    /** Why these options are invalid, or null. */
    @Nullable
    String problem() {
        var unfit = url == null ? null : DecisionPointSettings.problem(url);
        if (unfit != null) {
            return "--pdp is not a usable URL: " + unfit + '.';
        }
        if (token != null && url == null) {
            return "--pdp-token goes together with --pdp.";
        }
        if (!MILLIS.matcher(timeout).matches()) {
            return "--pdp-timeout is milliseconds from 1 to 999999, such as 100.";
        }
        return token == null ? null : SecretFileArgument.problem("--pdp-token", token);
    }

    /** The decision point, or null if none is configured. */
    @Nullable
    DecisionPointSettings settings() {
        if (url == null) {
            return null;
        }
        return new DecisionPointSettings(
                URI.create(url), token, Duration.ofMillis(Integer.parseInt(timeout.replace("ms", ""))));
    }
}
