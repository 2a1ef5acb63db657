package io.facegate.app.server;

import io.facegate.cli.EnvironmentVariables;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for an address of the admin API alone. Each has an environment variable of the same name. */
@EnvironmentVariables
public final class AdminAddressOptions {
    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description = "A port of its own for the admin API, which is then answered nowhere else; 0 picks a free one"
                    + " and prints it. It speaks TLS if --tls-cert is given. Default: none, and the admin API is on"
                    + " the ports for calls.")
    private @Nullable Integer port;

    @Option(
            names = "--admin-host",
            paramLabel = "ADDRESS",
            description = "The address that the admin API listens on at --admin-port. Default: that of --host.")
    private @Nullable String host;

    /**
     * Why these options are invalid, or null.
     *
     * @param isOpen whether the admin API answers on any port: over TLS, or on this machine
     */
    @Nullable
    String problem(boolean isOpen) {
        if (port == null) {
            return host == null ? null : "--admin-host needs --admin-port.";
        }
        if (!isOpen) {
            return "--admin-port needs --tls-cert and --tls-key: the admin API is served over TLS only, or on this"
                    + " machine with --trust-loopback.";
        }
        return host == null ? null : ListenAddress.problem("--admin-host", host);
    }

    OptionalInt port() {
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** The address to listen on. */
    String host(String usual) {
        return host == null ? usual : host;
    }
}
