package io.facegate.usecase.registry;

import io.facegate.call.Fault;
import io.facegate.identity.CallerKey;
import io.facegate.identity.Organisation;
import io.facegate.ledger.appeal.Appeal;
import io.facegate.ledger.appeal.AppealRecords;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.MatchedRecords;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.search.SearchFile;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistrySnapshot;
import io.facegate.usecase.ledger.KeyLastUsed;
import io.facegate.usecase.ledger.ViewAudit;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is on file and on record of organisations, for officers. Only rows that verify are told; of others, which they
 * are. The registry's rows come from memory, so the time does not grow with the disk.
 */
public final class OrganisationProfiles implements AutoCloseable {
    /** The most appeals that are listed. */
    private static final int MOST = 50;

    private static final String PREFIX = "organisation/";

    private final Registry registry;
    private final ProjectionSearch search;
    private final ViewAudit views;
    private final Supplier<AuditState> audit;
    private final Computed computed;

    /**
     * What is computed besides what is on file.
     *
     * @param permissions what an organisation may do
     * @param quotas the quotas that count its calls
     */
    public record Computed(PermissionAnswer.Source permissions, ApplicableQuotas.Source quotas) {}

    public OrganisationProfiles(
            Registry registry,
            ProjectionSearch search,
            ViewAudit views,
            Supplier<AuditState> audit,
            Computed computed) {
        this.registry = registry;
        this.search = search;
        this.views = views;
        this.audit = audit;
        this.computed = computed;
    }

    /**
     * A page of organisations.
     *
     * @param found how many match
     * @param registered how many there are
     * @param altered rows of the registry that do not verify, of organisations and of what belongs to them
     */
    public record Listing(List<Organisation> organisations, int found, int registered, SortedSet<String> altered) {
        public Listing {
            organisations = List.copyOf(organisations);
        }

        /** True if the row of this organisation does not verify. */
        public boolean isAltered(String id) {
            return altered.contains(PREFIX + id);
        }
    }

    /**
     * Lists organisations by name.
     *
     * @param words each must be part of the name, the id or the type
     * @param first how many are left out at the beginning
     * @throws Fault.RegistryDown if the registry as a whole does not verify or cannot be read
     */
    public Listing list(List<String> words, int first, int most) {
        var all = registry.requireSnapshot().organisations().values();
        var matching = all.stream()
                .filter(one -> matches(one, words))
                .sorted(Comparator.comparing((Organisation one) -> one.name().toLowerCase(Locale.ROOT))
                        .thenComparing(Organisation::id))
                .toList();
        int from = Math.clamp(first, 0, matching.size());
        return new Listing(
                matching.subList(from, Math.min(matching.size(), from + most)),
                matching.size(),
                all.size(),
                registry.alteredRows().rows());
    }

    private static boolean matches(Organisation one, List<String> words) {
        var text = (one.name() + ' ' + one.id() + ' ' + one.type()).toLowerCase(Locale.ROOT);
        return words.stream().allMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
    }

    /** True if the row of this organisation was changed outside Facegate, so that nothing it says is known. */
    public boolean isAltered(String id) {
        return registry.alteredRows().rows().contains(PREFIX + id);
    }

    /**
     * Until when a purpose of a registered organisation counts, or its verification if no purpose is named.
     *
     * @return null if that has no end, or is not known, for example because the row does not verify
     */
    public @Nullable Instant end(String id, @Nullable String purpose) {
        var one = registry.requireSnapshot().organisations().get(id);
        if (one == null || isAltered(id)) {
            return null;
        }
        var verification = one.verification();
        return purpose != null ? one.terms(purpose).until() : verification == null ? null : verification.until();
    }

    /** The name of a registered organisation; null if there is none with that id, or its row does not verify. */
    public @Nullable String name(String id) {
        var one = registry.requireSnapshot().organisations().get(id);
        return one == null || isAltered(id) ? null : one.name();
    }

    /**
     * What is on file and on record of an organisation; empty if none with that id is registered. Who looks is on record
     * first.
     *
     * @throws ViewAudit.Unrecorded if the view cannot be recorded
     */
    public Optional<OrganisationProfile> profile(String id, Instant now, String viewer) {
        var snapshot = registry.requireSnapshot();
        var one = snapshot.organisations().get(id);
        if (one == null) {
            return Optional.empty();
        }
        views.recordView(viewer, PREFIX + id);
        return Optional.of(new OrganisationProfile(
                one,
                keys(snapshot, id),
                snapshot.evidence().values().stream()
                        .filter(entry -> entry.organisation().equals(id))
                        .sorted(Comparator.comparing(entry -> entry.id()))
                        .toList(),
                snapshot.exemptions().getOrDefault(id, List.of()),
                computed.quotas.of(id, now),
                calls(id)));
    }

    /**
     * The refusals of calls that an organisation made itself and appealed against, the newest appeal first. A decision
     * that does not verify is among them if it was listed as one of that organisation.
     *
     * @throws ViewAudit.Unrecorded if the view cannot be recorded
     */
    public List<String> appealedDecisions(String id, String viewer) {
        views.recordView(viewer, PREFIX + id + "/appeals");
        var query = decisions().withFacet(SearchFacet.ORGANISATION, id).withFacet(SearchFacet.VERDICT, "refuse");
        var listed = appealed(query);
        return listed.count() == 0
                ? List.of()
                : AppealRecords.decisions(
                        search,
                        decision -> {
                            var place = search.place(decision);
                            return place.isPresent()
                                    && listed.contains(place.getAsLong())
                                    && mayBeCallOf(id, place.getAsLong());
                        },
                        (int) Math.min(MOST, listed.count()));
    }

    /** Those of the decisions that were appealed against. */
    private MatchedRecords appealed(RecordQuery decisions) {
        return search.tally(file -> file.match(decisions.withFacet(SearchFacet.APPEAL, "file")));
    }

    /** False if none was appealed against; a record that does not verify may be an appeal against any. */
    private boolean mayBeAppealed(RecordQuery decisions) {
        return appealed(decisions).count() > 0 || search.tally(file -> file.unverified(file.next())) > 0;
    }

    /** False for a call that another organisation made for this one. */
    private boolean mayBeCallOf(String id, long place) {
        return !(search.checkedAt(List.of(place)).getFirst() instanceof VerifiedRecord decision)
                || decision.fields().path("organisation").path("id").asText().equals(id);
    }

    /** The quotas that count calls of an organisation. */
    public ApplicableQuotas quotas(String id, Instant now) {
        return computed.quotas.of(id, now);
    }

    /** When each of these keys was last used for a call that was decided; no entry for one that never was. */
    public Map<String, Instant> lastUse(List<String> keys) {
        return KeyLastUsed.newest(search, keys);
    }

    /**
     * What an organisation may do, computed by the policies; empty if none with that id is registered.
     *
     * @throws ViewAudit.Unrecorded if the view cannot be recorded
     * @throws Fault.Overloaded if that is asked too often
     */
    public Optional<List<PermissionAnswer>> permissions(String id, Instant now, String viewer) {
        if (registry.organisation(id).isEmpty()) {
            return Optional.empty();
        }
        views.recordView(viewer, PREFIX + id + "/permissions");
        return Optional.of(computed.permissions.of(id, now));
    }

    private List<OrganisationProfile.Key> keys(RegistrySnapshot snapshot, String id) {
        var keys = snapshot.keys().values().stream()
                .filter(key -> key.organisation().equals(id))
                .sorted(Comparator.comparing(CallerKey::id))
                .toList();
        var used = lastUse(keys.stream().map(CallerKey::id).toList());
        return keys.stream()
                .map(key -> OrganisationProfile.Key.of(key, used.get(key.id())))
                .toList();
    }

    private static RecordQuery decisions() {
        return RecordQuery.matchAll(1).withFacet(SearchFacet.KIND, "DECISION");
    }

    private OrganisationProfile.Calls calls(String id) {
        var query = decisions().withFacet(SearchFacet.ORGANISATION, id).withFacet(SearchFacet.SANDBOX, "no");
        List<Appeal> appeals = mayBeAppealed(query) ? AppealRecords.list(search) : List.of();
        var audited = audit.get();
        var last = KeyLastUsed.newest(search, query);
        return search.tally(file -> {
            var matched = file.match(query);
            return new OrganisationProfile.Calls(
                    matched.with(SearchFacet.VERDICT, "permit").count(),
                    matched.with(SearchFacet.VERDICT, "refuse").count(),
                    last,
                    isVerified(audited, file.next()),
                    against(file, matched, appeals));
        });
    }

    private static List<Appeal> against(SearchFile file, MatchedRecords decisions, List<Appeal> appeals)
            throws SQLException {
        var found = new ArrayList<Appeal>();
        for (var appeal : appeals) {
            var place = file.place(appeal.decision());
            if (place != null && decisions.contains(place) && found.size() < MOST) {
                found.add(appeal);
            }
        }
        return found;
    }

    private static boolean isVerified(AuditState state, long counted) {
        var whole = state.lastCleanPass();
        return whole != null && whole.records() >= counted && state.log() == null && state.projection() == null;
    }

    @Override
    public void close() {
        search.close();
    }
}
