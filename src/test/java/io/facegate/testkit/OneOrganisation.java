package io.facegate.testkit;

import io.facegate.identity.CallerKey;
import io.facegate.identity.Evidence;
import io.facegate.identity.IdentityDirectory;
import io.facegate.identity.Organisation;
import java.util.List;
import java.util.Optional;

/** A registry of one organisation with one key, and its evidence. */
public record OneOrganisation(Organisation one, CallerKey key, List<Evidence> evidence) implements IdentityDirectory {
    @Override
    public Optional<CallerKey> key(String asked) {
        return Optional.of(key).filter(found -> found.id().equals(asked));
    }

    @Override
    public Optional<Organisation> organisation(String asked) {
        return Optional.of(one).filter(found -> found.id().equals(asked));
    }

    @Override
    public Optional<Evidence> evidence(String asked) {
        return Optional.empty();
    }

    @Override
    public List<Evidence> evidence(String whose, String caseId) {
        return evidence.stream().filter(entry -> caseId.equals(entry.caseId())).toList();
    }
}
