package io.facegate.provider.azure;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** As whom the gateway asks Microsoft Entra for tokens; none of these prints a secret. */
public sealed interface EntraIdentity {
    /**
     * An application, by a secret or a certificate that only the gateway holds.
     *
     * @param authority the host that gives tokens, such as {@code https://login.microsoftonline.com}
     * @param proof the file with its secret, or with its certificate and key as PEM
     * @param authorities a PEM file of the only authorities whose certificates are believed, or null for the JDK's
     */
    record Application(
            URI authority,
            String tenant,
            String client,
            Proof proof,
            @Nullable Path authorities) implements EntraIdentity {}

    /** The identity that Azure gives the machine; null for the machine's own. */
    record Machine(@Nullable String client) implements EntraIdentity {}

    /** How an application proves that it is itself. */
    sealed interface Proof {
        Path file();
    }

    record Secret(Path file) implements Proof {}

    record Certificate(Path file) implements Proof {}
}
