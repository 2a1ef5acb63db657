package io.facegate.app.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Checks before startup whether this machine can listen on the configured address and port. */
public final class ListenAddress {
    private static final int FIRST_FOR_ALL = 1024;

    private ListenAddress() {}

    /** Why this machine cannot listen on that address, whatever the port, or null. The text names the option. */
    public static @Nullable String problem(String option, String host) {
        try {
            var address = InetAddress.getByName(host);
            boolean here = address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
            return here
                    ? null
                    : option + " is " + host + ", and this machine has no such address. Give one of its own, such as"
                            + " 127.0.0.1, or 0.0.0.0 for all.";
        } catch (UnknownHostException unknown) {
            return option + " is " + host + ", and no such address is known here. Give an address of this machine, such"
                    + " as 127.0.0.1, or 0.0.0.0 for all.";
        } catch (SocketException unlisted) {
            return null;
        }
    }

    /** True if only this machine reaches that address. */
    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** Why that port is unavailable there, or null. Port 0 is always available. */
    public static @Nullable String portProblem(String host, String option, int port) {
        if (port == 0) {
            return null;
        }
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return null;
        } catch (BindException refused) {
            return port < FIRST_FOR_ALL && String.valueOf(refused.getMessage()).contains("ermission")
                    ? option + " is " + port + ", and this user may not listen below " + FIRST_FOR_ALL
                            + ". Choose a port from " + FIRST_FOR_ALL + " on, or give the right to."
                    : option + " is " + port + ", and another process of this machine listens there. Stop it, or choose"
                            + " another port; 0 takes a free one.";
        } catch (IOException other) {
            return option + " is " + port + ", and listening there failed: " + other.getMessage() + '.';
        }
    }
}
