package io.facegate.vendor.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Network access of the picture fetcher: name resolution and connection addresses. */
interface NetworkResolver {
    /** Returns all addresses of a host. */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** Returns the socket address to connect to for a checked address. */
    InetSocketAddress connectAddress(InetAddress checked, int port);

    /** Returns the access of this machine. */
    static NetworkResolver system() {
        return new NetworkResolver() {
            @Override
            public List<InetAddress> resolve(String host) throws UnknownHostException {
                return List.of(InetAddress.getAllByName(host));
            }

            @Override
            public InetSocketAddress connectAddress(InetAddress checked, int port) {
                return new InetSocketAddress(checked, port);
            }
        };
    }
}
