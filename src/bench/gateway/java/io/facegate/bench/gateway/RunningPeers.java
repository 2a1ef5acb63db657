package io.facegate.bench.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** All peers, running at once; only the one that is called takes processor time. */
final class RunningPeers implements AutoCloseable {
    private final Map<ProxyPeer, BenchServer> servers = new EnumMap<>(ProxyPeer.class);

    static RunningPeers start(Path folder, URI upstream, String secret) throws IOException, InterruptedException {
        var peers = new RunningPeers();
        try {
            for (var peer : ProxyPeer.values()) {
                var at = NginxProcess.free();
                var child = peer.start(folder.resolve(peer.name()), at, upstream, secret);
                peers.servers.put(peer, new BenchServer(at, child));
            }
            return peers;
        } catch (IOException | InterruptedException failed) {
            peers.close();
            throw failed;
        }
    }

    BenchServer of(ProxyPeer peer) {
        return Objects.requireNonNull(servers.get(peer));
    }

    boolean areAlive() {
        return servers.values().stream().allMatch(server -> server.child().isAlive());
    }

    @Override
    public void close() {
        servers.values().forEach(server -> server.child().close());
    }
}
