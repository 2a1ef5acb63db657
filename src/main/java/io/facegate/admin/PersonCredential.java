package io.facegate.admin;

import io.facegate.registry.PersonCertificate;
import org.jspecify.annotations.Nullable;

/**
 * What a request says who sends it. A token counts before a certificate, which must not be another person's then.
 *
 * @param token an access token, or null
 * @param certificate the client certificate of the connection, or null
 */
record PersonCredential(@Nullable String token, @Nullable PersonCertificate certificate) {}
