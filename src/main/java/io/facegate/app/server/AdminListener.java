package io.facegate.app.server;

import io.facegate.admin.AdminServices;
import io.facegate.http.RequestDrainer;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The port of the admin API, where it has one of its own: a server with the settings of the ports for calls, their TLS
 * included, and the same routes. There nothing but the admin API is answered, and the admin API is answered nowhere else.
 */
@ApplicationScoped
class AdminListener implements HttpServerOptionsCustomizer {
    private static final System.Logger LOG = System.getLogger(AdminListener.class.getName());
    private static final int NOT_FOUND = 404;
    private static final int NOT_READY = 503;
    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx;
    private final ListenOptions listen;
    private volatile @Nullable HttpServerOptions plain;
    private volatile @Nullable HttpServerOptions encrypted;
    private volatile @Nullable HttpServer server;

    @Inject
    AdminListener(Vertx vertx) {
        this(vertx, GatewayServer.running().listen());
    }

    AdminListener(Vertx vertx, ListenOptions listen) {
        this.vertx = vertx;
        this.listen = listen;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        plain = options;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        encrypted = options;
    }

    /**
     * Opens the port, if the admin API has one of its own.
     *
     * @throws IllegalStateException if it cannot be opened
     */
    void open() {
        open(VertxHttpRecorder.getRootHandler());
    }

    /** As above, with the routes of every port. */
    void open(Handler<HttpServerRequest> routes) {
        var port = listen.adminPort();
        var settings = listen.isTlsEnabled() ? encrypted : plain;
        if (port.isEmpty() || settings == null) {
            return;
        }
        var listening = vertx.createHttpServer(new HttpServerOptions(settings))
                .requestHandler(request -> answer(request, routes))
                .listen(SocketAddress.inetSocketAddress(port.getAsInt(), listen.adminHost()))
                .toCompletionStage()
                .toCompletableFuture();
        try {
            server = listening.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unopened(port.getAsInt(), "this start was interrupted", stopped);
        } catch (ExecutionException failed) {
            throw unopened(port.getAsInt(), String.valueOf(failed.getCause()), failed);
        } catch (TimeoutException late) {
            throw unopened(port.getAsInt(), "it took longer than " + PATIENCE_SECONDS + " seconds", late);
        }
    }

    private static IllegalStateException unopened(int port, String reason, Exception cause) {
        return new IllegalStateException("--admin-port " + port + " cannot be opened: " + reason, cause);
    }

    /** Answers a request that came to this port; one that came before the routes could know the port is refused. */
    void answer(HttpServerRequest request, Handler<HttpServerRequest> routes) {
        if (server != null) {
            routes.handle(request);
            return;
        }
        request.response()
                .setStatusCode(NOT_READY)
                .putHeader("Retry-After", "1")
                .putHeader("Content-Length", "0")
                .end();
    }

    /** The address of the admin API; null if it has none of its own. */
    @Nullable
    URI address() {
        var open = server;
        return open == null
                ? null
                : GatewayServer.address(
                        listen.isTlsEnabled() ? "https" : "http", listen.adminHost(), open.actualPort());
    }

    /** True if the admin API may be answered on the port of that request. */
    boolean takes(HttpServerRequest request) {
        return listen.adminPort().isEmpty() || isHere(request);
    }

    private boolean isHere(HttpServerRequest request) {
        var open = server;
        var local = request.localAddress();
        return open != null && local != null && local.port() == open.actualPort();
    }

    /** Lets a request go on, unless it asks for the admin API elsewhere, or for anything else here. */
    void keepApart(RoutingContext routing) {
        if (listen.adminPort().isEmpty()
                || isHere(routing.request()) == AdminServices.isBelowPrefix(routing.normalizedPath())) {
            routing.next();
            return;
        }
        routing.response()
                .setStatusCode(NOT_FOUND)
                .putHeader("Content-Length", "0")
                .end();
        RequestDrainer.discard(routing);
    }

    /** New connections get the certificate that the ports for calls show, and may show those of the same authorities. */
    void update(@Observes CertificateUpdatedEvent renewed) {
        var open = server;
        if (open != null && renewed.name().equals(TlsCertificates.NAME)) {
            open.updateSSLOptions(renewed.tlsConfiguration().getSSLOptions())
                    .onFailure(failed -> LOG.log(
                            System.Logger.Level.ERROR,
                            "The renewed TLS certificate could not be loaded at --admin-port. Restart the gateway.",
                            failed));
        }
    }
}
