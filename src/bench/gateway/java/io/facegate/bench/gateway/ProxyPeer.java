package io.facegate.bench.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The plain proxies beside which the gateway is measured, all in front of the same upstream. */
enum ProxyPeer {
    NGINX("nginx") {
        @Override
        ChildProcess launch(Path folder, int port, URI upstream, String secret)
                throws IOException, InterruptedException {
            return NginxProcess.start(
                    folder, NginxProcess.peer(port, upstream.getPort()), URI.create("http://127.0.0.1:" + port));
        }
    },
    HAPROXY("HAProxy") {
        @Override
        ChildProcess launch(Path folder, int port, URI upstream, String secret) throws IOException {
            var file = folder.resolve("haproxy.cfg");
            Files.writeString(file, """
                global
                  nbthread 2
                  maxconn 4096
                defaults
                  mode http
                  option http-keep-alive
                  http-reuse always
                  timeout connect 5s
                  timeout client 60s
                  timeout server 60s
                frontend calls
                  bind 127.0.0.1:%d
                  default_backend vendor
                backend vendor
                  server vendor 127.0.0.1:%d
                """.formatted(port, upstream.getPort()));
            return ChildProcess.start(
                    folder, List.of(BenchTools.HAPROXY.path(), "-db", "-f", file.toString()), Map.of());
        }
    },
    SPRING("Spring Cloud Gateway") {
        @Override
        ChildProcess launch(Path folder, int port, URI upstream, String secret) throws IOException {
            var jar = Path.of(System.getProperty("facegate.home"), "target/spring-gateway/spring-gateway.jar");
            return ChildProcess.start(
                    folder,
                    List.of(java(), "-jar", jar.toString(), "--server.port=" + port, "--upstream=" + upstream),
                    Map.of());
        }
    },
    VERTX("Vert.x, verifying") {
        @Override
        ChildProcess launch(Path folder, int port, URI upstream, String secret) throws IOException {
            var classes = System.getProperty("java.class.path");
            return ChildProcess.start(
                    folder,
                    List.of(
                            java(),
                            "-cp",
                            classes,
                            VertxProxy.class.getName(),
                            String.valueOf(port),
                            upstream.toString(),
                            secret),
                    Map.of());
        }
    };

    private final String title;

    ProxyPeer(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract ChildProcess launch(Path folder, int port, URI upstream, String secret)
            throws IOException, InterruptedException;

    /**
     * Starts it, and waits until it listens.
     *
     * @param secret of the key that signs the calls
     */
    ChildProcess start(Path folder, URI at, URI upstream, String secret) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var child = launch(folder, at.getPort(), upstream, secret);
        child.listening(at);
        return child;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
