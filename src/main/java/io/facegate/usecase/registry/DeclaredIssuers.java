package io.facegate.usecase.registry;

import java.util.List;

/** Reads the token issuers in a gateway's own file. */
@FunctionalInterface
public interface DeclaredIssuers {
    /**
     * The issuers as they stand in the file now.
     *
     * @throws io.facegate.registry.RegistryException.Unusable if the file cannot be used
     */
    List<DeclaredIssuer> read();
}
