package io.facegate.app.demo;

import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.Organisation;
import io.facegate.identity.PurposeTerms;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import io.facegate.registry.Person;
import io.facegate.registry.ProposalMade;
import io.facegate.registry.Role;
import io.facegate.registry.StopTarget;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.EvidenceEntries;
import io.facegate.usecase.registry.Exemptions;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.Reviews;
import io.facegate.usecase.registry.Stops;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the demo's operator registers: through the same use cases as a person's commands, each by a named person. */
final class DemoRegistry {
    /** The id of the evidence of Microsoft's approval. */
    static final String APPROVAL = "azure-approval";

    private static final String OPERATOR = "o.diaz";
    private static final String SECOND_OPERATOR = "p.lind";
    private static final String MISSING_CHILD = "missing_child";
    private static final String TRAFFICKING = "trafficking_victim";
    private static final String DECEASED = "deceased_identification";

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

    /** Registers who works with the gateway. The first registers the others. */
    void registerPeople() {
        add(OPERATOR, null, Role.OPERATOR);
        add(DemoPeople.OFFICER, null, Role.OFFICER, Role.REVIEWER);
        add("r.novak", null, Role.REVIEWER);
        add(DemoPeople.COLLEAGUE, null, Role.REVIEWER);
    }

    /** The member of the nonprofit, who can be registered once that is. */
    void registerMember() {
        add(DemoPeople.MEMBER, DemoCaller.CHILDREN.organisation(), Role.MEMBER);
    }

    private void add(String id, @Nullable String organisation, Role... roles) {
        new People(as(OPERATOR, "They work here."))
                .add(new Person(id, Set.of(roles), organisation, DemoPeople.login(id), clock.instant(), null));
    }

    /** A second operator: from now on two people change what permits more. */
    void registerSecondOperator() {
        add(SECOND_OPERATOR, null, Role.OPERATOR);
    }

    /** A purpose more for the police, which waits for the second operator. */
    void proposePurpose() {
        propose(() -> new Organisations(as(OPERATOR, "Their letter of this week."))
                .change(
                        DemoCaller.POLICE.organisation(),
                        before -> before.toBuilder()
                                .purposes(Set.of("suspect_identification", "missing_person"))
                                .build()));
    }

    /** The shop's purpose for another year, which waits for the first operator. */
    void proposeRenewal(Instant now) {
        var terms = new PurposeTerms(
                "contract-2026-31",
                "consent",
                null,
                now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(365)));
        propose(() -> new Organisations(as(SECOND_OPERATOR, "The shop's contract was renewed."))
                .change(
                        DemoCaller.SHOP.organisation(),
                        before -> before.toBuilder()
                                .purposeTerms(Map.of("customer_analytics", terms))
                                .build()));
    }

    private static void propose(Runnable change) {
        try {
            change.run();
            throw new IllegalStateException("This change needs no second person.");
        } catch (ProposalMade waiting) {
            // As it should be: somebody else can approve it.
        }
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
                .withPurposes(MISSING_CHILD, TRAFFICKING, DECEASED));
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
        registerMember();
        mintKeys(requests);
    }

    private void mintKeys(DemoRequests requests) {
        for (var caller : DemoCaller.values()) {
            var principals =
                    caller == DemoCaller.CONTRACTOR ? List.of(DemoCaller.POLICE.organisation()) : List.<String>of();
            var purpose = switch (caller) {
                case CLEARING_HOUSE -> MISSING_CHILD;
                case RESCUE -> TRAFFICKING;
                case CORONER -> DECEASED;
                default -> null;
            };
            var request = new KeyRequest(
                    caller.organisation(), principals, purpose, null, null, caller == DemoCaller.DEVELOPER);
            requests.use(
                    caller,
                    new OrganisationKeys(as(OPERATOR, "A contract was signed."))
                            .mint(request)
                            .key());
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
        new Organisations(as(OPERATOR, "A contract was signed.")).add(entry.organisation);
    }

    /** Microsoft's approval of the clearing house, which ends then. */
    void addApproval(Instant end) {
        new EvidenceEntries(as(OPERATOR, "The approval came by letter."))
                .add(
                        new Evidence(
                                APPROVAL,
                                DemoCaller.CLEARING_HOUSE.organisation(),
                                "approval.azure_face.identify",
                                null,
                                null,
                                end,
                                Map.of()),
                        null);
    }

    /** A case of the clearing house, in which a court is asked. */
    void addCase(String caseId) {
        new EvidenceEntries(as(OPERATOR, "The coroner's letter of this week."))
                .add(
                        new Evidence(
                                "letter-" + caseId,
                                DemoCaller.CORONER.organisation(),
                                "authorisation.requested",
                                caseId,
                                null,
                                null,
                                Map.of()),
                        null);
    }

    /** Stops a vendor, and returns the stop's id. */
    String stop(String vendor) {
        return new Stops(as(DemoPeople.OFFICER, "Their answers were wrong twice today."))
                .set(new StopTarget(StopTarget.Kind.VENDOR, vendor))
                .id();
    }

    /** Lifts a stop: the officer asks, the operator confirms. */
    void lift(String id) {
        new Stops(as(DemoPeople.OFFICER, "The vendor has mended it.")).requestLift(id);
        new Stops(as(OPERATOR, "Ten test calls were right.")).confirmLift(id);
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
        return new OrganisationKeys(as(OPERATOR, "Keys are rotated each quarter."))
                .rotate(key.accessKeyId(), overlap, null);
    }

    void addReviewers() {
        var reviews = new Reviews(as(OPERATOR, "They know the cases."));
        reviews.addReviewer(DemoCaller.RESCUE.organisation(), "r.novak");
        reviews.addReviewer(DemoCaller.RESCUE.organisation(), DemoPeople.OFFICER);
        reviews.addReviewer(DemoCaller.RESCUE.organisation(), DemoPeople.COLLEAGUE);
    }

    void approve(String review, String reviewer) {
        new Reviews(as(reviewer, "They show the same person.")).approve(review);
    }
}
