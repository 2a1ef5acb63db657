package io.facegate.app.demo;

import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.Organisation;
import io.facegate.identity.PurposeTerms;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.EvidenceEntries;
import io.facegate.usecase.registry.Exemptions;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.Reviews;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the demo's operator registers: through the same use cases as a person's commands, each by a named person. */
final class DemoRegistry {
    private static final String MISSING_CHILD = "missing_child";
    private static final String TRAFFICKING = "trafficking_victim";

    private final Path data;
    private final InstantSource clock;

    DemoRegistry(Path data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    private RegistryAccess as(String person, String reason) {
        return new RegistryAccess(data, LedgerAddress.ofFolder(data), new ActingPerson(person, reason))
                .withClock(clock);
    }

    /** Registers all organisations, each with a key. */
    void registerCallers(DemoRequests requests, Instant shopEnds) {
        add(organisation(DemoCaller.CHILDREN, "Hope for Children (demo)", "nonprofit.child_protection", "US-OR")
                .withPurposes(MISSING_CHILD));
        add(organisation(
                        DemoCaller.CLEARING_HOUSE,
                        "Great Lakes Clearing House (demo)",
                        "nonprofit.child_protection",
                        "US-IL")
                .withPurposes(MISSING_CHILD, TRAFFICKING));
        add(organisation(DemoCaller.POLICE, "Springfield Police (demo)", "law_enforcement.police", "US-OH")
                .withPurposes("suspect_identification"));
        add(organisation(DemoCaller.CONTRACTOR, "Cascade Image Lab (demo)", "contractor", "US-OH")
                .withPurposes("suspect_identification"));
        add(organisation(DemoCaller.BANK, "Riverside Bank (demo)", "bank", "US-OH")
                .withPurposes("onboarding_kyc"));
        add(organisation(DemoCaller.SHOP, "Corner Market (demo)", "retailer", "US-IL")
                .withPurposes("customer_analytics")
                .until(shopEnds));
        add(organisation(DemoCaller.DEVELOPER, "Facet Labs (demo)", "bank", "US-OH")
                .withPurposes("onboarding_kyc"));
        mintKeys(requests);
    }

    private void mintKeys(DemoRequests requests) {
        for (var caller : DemoCaller.values()) {
            var principals = caller == DemoCaller.CONTRACTOR ? List.of(DemoCaller.POLICE.organisation()) : List.<String>of();
            var purpose = switch (caller) {
                case CLEARING_HOUSE -> MISSING_CHILD;
                case RESCUE -> TRAFFICKING;
                default -> null;
            };
            var request = new KeyRequest(
                    caller.organisation(), principals, purpose, null, null, caller == DemoCaller.DEVELOPER);
            requests.use(
                    caller,
                    new OrganisationKeys(as("o.diaz", "A contract was signed.")).mint(request).key());
        }
    }

    /** An organisation to register. */
    private record Entry(Organisation organisation) {
        Entry withPurposes(String... purposes) {
            return new Entry(organisation.toBuilder().purposes(Set.of(purposes)).build());
        }

        Entry until(Instant end) {
            var purpose = organisation.purposes().iterator().next();
            return new Entry(organisation.toBuilder()
                    .purposeTerms(Map.of(purpose, new PurposeTerms("contract-2026-17", "consent", null, end)))
                    .build());
        }
    }

    private static Entry organisation(DemoCaller caller, String name, String type, String place) {
        return new Entry(Organisation.builder(caller.organisation(), type)
                .name(name)
                .jurisdictions(List.of(place))
                .build());
    }

    private void add(Entry entry) {
        new Organisations(as("o.diaz", "A contract was signed.")).add(entry.organisation);
    }

    /** Microsoft's approval of the clearing house, which ends then. */
    void addApproval(Instant end) {
        new EvidenceEntries(as("o.diaz", "The approval came by letter."))
                .add(
                        new Evidence(
                                "azure-approval",
                                DemoCaller.CLEARING_HOUSE.organisation(),
                                "approval.azure_face.identify",
                                null,
                                null,
                                end,
                                Map.of()),
                        null);
    }

    /** An exemption of the clearing house, which ends then. */
    void grantExemption(Instant begin, Instant end) {
        new Exemptions(as("f.osei", "The clearing house is bound by its own statute."))
                .add(new ExemptionGrant(
                        "clearing-house-2026",
                        DemoCaller.CLEARING_HOUSE.organisation(),
                        "identify",
                        MISSING_CHILD,
                        List.of("US-IL"),
                        begin,
                        end,
                        "letter-2026-11",
                        ""));
    }

    /** A key like the present one, which ends after the overlap. */
    MintedKey rotate(MintedKey key, Duration overlap) {
        return new OrganisationKeys(as("o.diaz", "Keys are rotated each quarter.")).rotate(key.accessKeyId(), overlap, null);
    }

    void addReviewers() {
        var reviews = new Reviews(as("o.diaz", "They know the cases."));
        reviews.addReviewer(DemoCaller.RESCUE.organisation(), "r.novak");
        reviews.addReviewer(DemoCaller.RESCUE.organisation(), "s.adeyemi");
    }

    void approve(String review, String reviewer) {
        new Reviews(as(reviewer, null)).approve(review);
    }
}
