package io.facegate.usecase.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.NewestAct;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicySet;
import io.facegate.usecase.overview.UpcomingEnd.Kind;
import io.facegate.usecase.registry.ActivatedPolicies;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.RegistryFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What ends by itself, read without a running gateway: in the registry, and of the rules of the policies that a gateway
 * of the ledger put in force last.
 */
public record RecordedUpcomingEnds(RegistryAccess registry, LedgerAddress ledger) {
    private static final String LOADED = "policies_loaded";
    private static final Comparator<UpcomingEnd> NEXT_FIRST = Comparator.comparing(UpcomingEnd::at)
            .thenComparing(UpcomingEnd::owner)
            .thenComparing(UpcomingEnd::kind)
            .thenComparing(UpcomingEnd::name);

    /**
     * What ends between two instants, the next first. If the policies in force are not on record, or kept neither in the
     * data folder nor in the registry, it is not known which rules end.
     *
     * @throws Fault.LedgerDown if the ledger cannot be read
     */
    public UpcomingEnd.Found find(Instant now, Instant until) {
        var found = new ArrayList<UpcomingEnd>();
        new RegistryFiles(registry).expiring(now, until).forEach(one -> found.add(UpcomingEnd.of(one)));
        var policies = inForce();
        policies.ifPresent(known -> found.addAll(UpcomingEnd.ofRules(known, now, until)));
        found.sort(NEXT_FIRST);
        return new UpcomingEnd.Found(found, policies.isPresent() ? List.of() : List.of(Kind.RULE));
    }

    private Optional<PolicySet> inForce() {
        return ledger.mayExist() ? NewestAct.find(ledger, LOADED).flatMap(this::read) : Optional.empty();
    }

    private Optional<PolicySet> read(JsonNode loaded) {
        var digest = loaded.path("subject").asText();
        var archive = PolicyArchive.ofFolder(ledger.data());
        try {
            return archive.contains(digest)
                    ? Optional.of(archive.read(digest))
                    : new ActivatedPolicies(registry).find(digest);
        } catch (PolicyErrors altered) {
            return Optional.empty();
        }
    }
}
