package io.facegate.vendor.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A credential of the gateway at a vendor that may be made with a certificate. */
public interface CertificateCredential {
    /** Returns when the certificate ends; null if it is made without one. */
    @Nullable
    Instant certificateEnd();
}
