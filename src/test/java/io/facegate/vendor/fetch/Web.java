package io.facegate.vendor.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.facegate.SelfSigned;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An internet of one TLS server on this machine: names have public addresses here, so the guard is the one that ships, and
 * the way to any of them ends at the server.
 */
public final class Web implements AutoCloseable {
    /** The host that the server has a certificate for. */
    public static final String HOST = "pictures.example";

    static final String PUBLIC = "93.184.215.14";

    private final HttpsServer server;
    private final Path authority;
    private final Map<String, List<InetAddress>> names = new HashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<InetAddress> dialled = Collections.synchronizedList(new ArrayList<>());
    private final List<HttpExchange> seen = Collections.synchronizedList(new ArrayList<>());

    private Web(HttpsServer server, Path authority) {
        this.server = server;
        this.authority = authority;
    }

    /** @param folder where its certificate is put */
    public static Web start(Path folder) throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.identity(folder, "dns:" + HOST)));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        var authority = Files.move(folder.resolve("vendor.pem"), folder.resolve("web.pem"));
        return new Web(server, authority).name(HOST, PUBLIC);
    }

    /** A host of that name has these addresses. */
    public Web name(String host, String... addresses) {
        names.put(host, List.of(addresses).stream().map(InetAddress::ofLiteral).toList());
        return this;
    }

    /** What stands at that path. */
    public Web serves(String path, byte[] bytes) {
        return answers(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    /** How it answers at that path. */
    public Web answers(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            seen.add(exchange);
            try (exchange) {
                handler.handle(exchange);
            } catch (IOException gone) {
                // Whoever asked has had enough.
            }
        });
        return this;
    }

    /** The requests that came. */
    public List<HttpExchange> seen() {
        return List.copyOf(seen);
    }

    /** The hosts whose addresses were asked for. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    List<InetAddress> dialled() {
        return List.copyOf(dialled);
    }

    /** Fetches from it, with the guard that ships. */
    public WebPictureFetcher fetching(Vertx vertx) {
        return fetching(vertx, new Space(Long.MAX_VALUE));
    }

    /** The same, with no more room than there is. */
    public WebPictureFetcher fetching(Vertx vertx, FetchMemory room) {
        return fetching(vertx, PublicAddress::areAllPublic, authority, Duration.ofSeconds(20), room);
    }

    WebPictureFetcher fetching(
            Vertx vertx, Predicate<List<InetAddress>> guard, @Nullable Path trusted, Duration total, FetchMemory room) {
        return new WebPictureFetcher(new PictureHttpClient(vertx, new Everywhere(), guard, trusted), room, total);
    }

    Path authority() {
        return authority;
    }

    private final class Everywhere implements NetworkResolver {
        @Override
        public List<InetAddress> resolve(String host) throws UnknownHostException {
            asked.add(host);
            var found = names.get(host);
            if (found == null) {
                throw new UnknownHostException();
            }
            return found;
        }

        @Override
        public InetSocketAddress connectAddress(InetAddress checked, int port) {
            dialled.add(checked);
            return server.getAddress();
        }
    }

    /** So much room, and no wait for more. */
    static final class Space implements FetchMemory {
        private long left;

        Space(long bytes) {
            this.left = bytes;
        }

        synchronized long left() {
            return left;
        }

        private synchronized void add(long bytes) {
            left += bytes;
        }

        @Override
        public synchronized @Nullable Reservation reserve(String whose, long bytes) {
            if (bytes > left) {
                return null;
            }
            left -= bytes;
            return new Reservation() {
                private long held = bytes;

                @Override
                public void shrinkTo(long needed) {
                    add(held - needed);
                    held = needed;
                }

                @Override
                public void close() {
                    shrinkTo(0);
                }
            };
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
