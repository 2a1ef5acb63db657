package io.facegate.admin;

import io.facegate.registry.PersonCertificate;
import io.vertx.core.http.HttpServerRequest;

/** A gateway that asks clients for no certificates. */
public final class NoCertificates implements PersonCertificateReader {
    @Override
    public boolean areAskedFor() {
        return false;
    }

    @Override
    public PersonCertificate shown(HttpServerRequest request) {
        return null;
    }
}
