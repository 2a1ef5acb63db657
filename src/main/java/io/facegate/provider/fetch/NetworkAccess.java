package io.facegate.provider.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The internet, as far as fetching needs it: names, and the way to an address. */
interface NetworkAccess {
    /** All addresses of a host. */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** Where to connect for an address that was checked. */
    InetSocketAddress way(InetAddress checked, int port);

    /** That of this machine. */
    static NetworkAccess usual() {
        return new NetworkAccess() {
            @Override
            public List<InetAddress> resolve(String host) throws UnknownHostException {
                return List.of(InetAddress.getAllByName(host));
            }

            @Override
            public InetSocketAddress way(InetAddress checked, int port) {
                return new InetSocketAddress(checked, port);
            }
        };
    }
}
