package io.facegate.admin;

import io.facegate.registry.PersonCertificate;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The client certificates that people may log in with, as the TLS layer verified them. */
public interface PersonCertificateReader {
    /** True if clients are asked for certificates. */
    boolean areAskedFor();

    /** The certificate that the client itself showed for the connection of a request, with its end; or null. */
    @Nullable
    PersonCertificate shown(HttpServerRequest request);
}
