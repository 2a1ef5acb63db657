package io.facegate.admin;

import io.facegate.registry.Person.Login;
import java.time.Instant;

/** Verifies access tokens of people. */
public interface PersonTokenVerifier {
    /** True if an issuer of people is configured. Without one, the admin API is closed. */
    boolean areConfigured();

    /**
     * The login of the person whose access token this is.
     *
     * @throws io.facegate.call.Fault.Unauthenticated if it is not accepted
     */
    Login verify(String token, Instant now);
}
