package io.facegate.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Parses where a command listens: {@code HOST:PORT}. */
public final class ListenAddressArgument {
    private ListenAddressArgument() {}

    /**
     * The address; a usage error if it is none of this machine.
     *
     * @param option the option that it belongs to
     */
    public static InetSocketAddress parse(CommandSpec spec, String option, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + text + "; it must be HOST:PORT, such as 0.0.0.0:8181.");
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > 65535) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + text + "; a port is a number of at most 65535.");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(text.substring(0, colon)), port);
        } catch (UnknownHostException unknown) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is " + text + ", and no such address is known here. Give one of this machine.",
                    unknown);
        }
    }
}
