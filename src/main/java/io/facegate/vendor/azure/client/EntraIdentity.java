package io.facegate.vendor.azure.client;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Identity with which the gateway requests tokens from Microsoft Entra. None of these prints a secret. */
public sealed interface EntraIdentity {
    /**
     * An application with a secret or certificate that only the gateway holds.
     *
     * @param authority the token host, such as {@code https://login.microsoftonline.com}
     * @param proof the file with the secret, or with certificate and key as PEM
     * @param authorities a PEM file of the only trusted certificate authorities, or null for the JDK's
     */
    record Application(
            URI authority,
            String tenant,
            String client,
            Proof proof,
            @Nullable Path authorities) implements EntraIdentity {}

    /** A managed identity of the Azure machine; null for the system-assigned one. */
    record Machine(@Nullable String client) implements EntraIdentity {}

    /** Credential of an application. */
    sealed interface Proof {
        Path file();
    }

    record Secret(Path file) implements Proof {}

    record Certificate(Path file) implements Proof {}
}
