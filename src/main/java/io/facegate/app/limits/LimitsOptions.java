package io.facegate.app.limits;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.FileArgument;
import io.facegate.cli.HelpHeading;
import io.facegate.cli.SecretFileArgument;
import io.facegate.gateway.limits.ValkeyAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for quotas. Each has an environment variable of the same name. */
@EnvironmentVariables
@HelpHeading("Quotas")
public final class LimitsOptions {
    @Option(
            names = "--quotas",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The file of quotas: how many calls callers may make. It is read again when it changes."
                    + " Default: quotas.yaml in the data folder; without a file, calls are not limited.")
    private @Nullable Path quotas;

    @Option(
            names = "--limits",
            paramLabel = "URL",
            description = "The Valkey or Redis server in which several gateways count and remember calls together,"
                    + " and keep the sessions of the console: redis://HOST:PORT, or rediss:// for TLS."
                    + " Default: none; each gateway counts its own.")
    private @Nullable String limits;

    @Option(
            names = "--limits-password",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the password of that server. Default: none.")
    private @Nullable Path password;

    @Option(
            names = "--limits-fallback",
            paramLabel = "SHARE",
            description = "The part of each quota that this gateway uses alone while that server is down, such as 0.5."
                    + " Default: none; calls with a quota or a picture are not forwarded then.")
    private @Nullable Double fallback;

    /**
     * Why these options are invalid, or null.
     *
     * @param data the data folder, the default place of the quotas file
     */
    public @Nullable String problem(Path data) {
        var unfit = limits == null ? null : ValkeyAddress.problem(limits);
        if (unfit != null) {
            return "--limits is not a usable URL: " + unfit + '.';
        }
        if (limits == null && (password != null || fallback != null)) {
            return (password == null ? "--limits-fallback" : "--limits-password") + " goes together with --limits.";
        }
        if (limits != null && password != null && ValkeyAddress.parse(limits).exposesPassword()) {
            return "--limits-password would be sent unencrypted to another machine. Name the server's TLS port:"
                    + " --limits rediss://HOST:PORT.";
        }
        if (fallback != null && !(fallback > 0 && fallback <= 1)) {
            return "--limits-fallback is a part of each quota, above 0 and at most 1, such as 0.5.";
        }
        unfit = password == null ? null : SecretFileArgument.passwordProblem("--limits-password", password);
        return unfit == null ? problemOfQuotas(data) : unfit;
    }

    private @Nullable String problemOfQuotas(Path data) {
        var file = settings().file(data);
        try {
            if (file != null) {
                QuotasFile.read(file);
            }
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--quotas: " + unfit.getMessage();
        }
    }

    public LimitsSettings settings() {
        return new LimitsSettings(
                quotas, limits == null ? null : ValkeyAddress.parse(limits), password, fallback == null ? 0 : fallback);
    }
}
