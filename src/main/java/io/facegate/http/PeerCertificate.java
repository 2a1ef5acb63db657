package io.facegate.http;

import io.facegate.identity.ClientCertificates;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The client certificate of a TLS session, which the handshake verified. Nothing else is one: no header is read. */
final class PeerCertificate {
    private static final String KNOWN = PeerCertificate.class.getName();
    private static final String NONE = "";

    private PeerCertificate() {}

    /** SHA-256 of the client's certificate in lowercase hex, or null. Computed once a session. */
    static @Nullable String fingerprint(HttpServerRequest request) {
        var session = request.isSSL() ? request.sslSession() : null;
        if (session == null) {
            return null;
        }
        var known = session.getValue(KNOWN) instanceof String found ? found : compute(session);
        session.putValue(KNOWN, known);
        return known.isEmpty() ? null : known;
    }

    private static String compute(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? HexFormat.of().formatHex(ClientCertificates.fingerprint(certificate))
                    : NONE;
        } catch (SSLPeerUnverifiedException | CertificateEncodingException none) {
            return NONE;
        }
    }
}
