package io.facegate.app.server;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks clients on the TLS port for a certificate, where an operator named the authorities of client certificates. */
@ApplicationScoped
class ClientCertificateRequest implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (GatewayServer.running().listen().clientAuthorities() != null) {
            options.setClientAuth(ClientAuth.REQUEST);
        }
    }
}
