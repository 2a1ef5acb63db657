package io.facegate.app.tokens;

import io.facegate.registry.RegistryException.Unusable;
import io.facegate.usecase.registry.DeclaredIssuer;
import io.facegate.usecase.registry.DeclaredIssuers;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an issuers file declares now.
 *
 * @param named the configured file; null for the one in the data folder
 */
public record IssuersFileReader(@Nullable Path named, Path data) implements DeclaredIssuers {
    @Override
    public List<DeclaredIssuer> read() {
        try {
            return declared();
        } catch (IllegalArgumentException | UncheckedIOException unfit) {
            throw new Unusable("The issuers file of this gateway cannot be used: " + unfit.getMessage(), unfit);
        }
    }

    /** @throws IllegalArgumentException with a sentence for the operator when the file is missing or malformed */
    List<DeclaredIssuer> declared() {
        var read = IssuersFile.readConfigured(named, data);
        var digests = SmallRyeTokenVerifier.digests(read);
        return read.stream()
                .map(one -> new DeclaredIssuer(
                        one.entry(),
                        Objects.requireNonNull(digests.get(one.entry())),
                        one.isOfPeople(),
                        new TreeSet<>(one.organisations()),
                        one.keys()))
                .toList();
    }
}
