package io.facegate.registry;

import io.facegate.identity.CallerKey;
import io.facegate.identity.ClientCertificates;
import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationState;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Immutable snapshot of all organisations, valid keys and valid evidence entries; calls are authenticated from it
 * without disk access.
 *
 * @param cases entries that belong to a case, by organisation and case
 * @param certificates valid keys that are client certificates, by fingerprint
 * @param issuers accepted digest of each token issuer
 * @param approvalStatus who watches over changes
 * @param exemptions those granted and not revoked, of any dates, by organisation
 * @param stops those that hold; one whose row does not verify stops everything
 * @param policies the policies that all gateways decide by; null if none were ever activated
 * @param people those who were not removed
 * @param quotas those that all gateways apply; null if none are set, so that each uses its own file
 */
public record RegistrySnapshot(
        Map<String, Organisation> organisations,
        Map<String, CallerKey> keys,
        Map<String, CallerKey> certificates,
        Map<String, Evidence> evidence,
        Map<String, Map<String, List<Evidence>>> cases,
        Map<String, String> issuers,
        ApprovalStatus approvalStatus,
        Map<String, List<ExemptionGrant>> exemptions,
        List<StopEntry> stops,
        @Nullable PolicyActivation policies,
        List<Person> people,
        @Nullable RegisteredQuotas quotas) {
    /** Empty snapshot. */
    public static final RegistrySnapshot NONE = of(List.of(), List.of(), List.of(), Map.of());

    /** Type of an organisation whose row cannot be trusted. */
    private static final String UNKNOWN = "unverified";

    /** Returns a copy with the organisations among these unverified rows suspended. */
    RegistrySnapshot withSuspended(Set<String> altered, RegistrySnapshot before) {
        var prefix = SealedTable.ORGANISATION.ref("");
        var all = new HashMap<>(organisations);
        for (var row : altered) {
            if (row.startsWith(prefix)) {
                var id = row.substring(prefix.length());
                all.put(id, suspendedOrganisation(id, before.organisations.get(id)));
            }
        }
        return all.size() == organisations.size()
                ? this
                : new RegistrySnapshot(
                        Map.copyOf(all),
                        keys,
                        certificates,
                        evidence,
                        cases,
                        issuers,
                        approvalStatus,
                        exemptions,
                        stops,
                        policies,
                        people,
                        quotas);
    }

    private static Organisation suspendedOrganisation(String id, @Nullable Organisation known) {
        return known == null
                ? Organisation.builder(id, UNKNOWN)
                        .state(OrganisationState.SUSPENDED)
                        .build()
                : known.withSuspended(true);
    }

    static RegistrySnapshot of(
            List<Organisation> organisations,
            List<CallerKey> keys,
            List<Evidence> evidence,
            Map<String, String> issuers) {
        return new RegistrySnapshot(
                byId(organisations, Organisation::id),
                byId(keys, CallerKey::id),
                certificates(keys),
                byId(evidence, Evidence::id),
                evidence.stream()
                        .filter(entry -> entry.caseId() != null)
                        .collect(Collectors.groupingBy(
                                Evidence::organisation,
                                Collectors.groupingBy(entry -> Objects.requireNonNull(entry.caseId())))),
                Map.copyOf(issuers),
                ApprovalStatus.NONE,
                Map.of(),
                List.of(),
                null,
                List.of(),
                null);
    }

    /** Returns a copy with approvals, exemptions, stops, policies, people and quotas of these rows. */
    RegistrySnapshot withOversight(RegistrySeal.State state) {
        var byOwner = ExemptionRows.active(state.rows(SealedTable.EXEMPTION)).stream()
                .collect(Collectors.groupingBy(ExemptionGrant::organisation));
        return new RegistrySnapshot(
                organisations,
                keys,
                certificates,
                evidence,
                cases,
                issuers,
                ApprovalStatus.of(state),
                Map.copyOf(byOwner),
                StopRows.holding(state),
                PolicyActivationRows.find(state),
                PersonRows.all(state.rows(SealedTable.PERSON)).stream()
                        .filter(Person::isActive)
                        .toList(),
                RegisteredQuotas.find(state));
    }

    /** All exemptions that were not withdrawn, of every organisation. */
    Stream<ExemptionGrant> exemptionGrants() {
        return exemptions.values().stream().flatMap(List::stream);
    }

    /** Exemptions that count now and end before that moment, the first to end first. */
    public List<ExemptionGrant> exemptionsEndingBefore(Instant end, Instant now) {
        return exemptionGrants()
                .filter(grant -> now.isBefore(grant.until()) && grant.until().isBefore(end))
                .sorted(Comparator.comparing(ExemptionGrant::until))
                .toList();
    }

    /** A certificate that two keys have is of neither. */
    private static Map<String, CallerKey> certificates(List<CallerKey> keys) {
        return keys.stream()
                .filter(ClientCertificates::isCertificate)
                .collect(Collectors.groupingBy(ClientCertificates::fingerprint))
                .entrySet()
                .stream()
                .filter(found -> found.getValue().size() == 1)
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, found -> found.getValue().getFirst()));
    }

    private static <T> Map<String, T> byId(List<T> all, Function<T, String> id) {
        return all.stream().collect(Collectors.toUnmodifiableMap(id, Function.identity()));
    }
}
