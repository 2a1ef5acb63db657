package io.facegate.app.server;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks clients on the TLS port for a certificate, where an operator named the authorities of client certificates. */
@ApplicationScoped
class ClientCertificateRequest implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        var authorities = GatewayServer.running().listen().clientAuthorities();
        if (authorities != null) {
            options.setClientAuth(ClientAuth.REQUEST);
            options.setTrustOptions(new PemTrustOptions()
                    .addCertPath(authorities.toAbsolutePath().toString()));
        }
    }
}
