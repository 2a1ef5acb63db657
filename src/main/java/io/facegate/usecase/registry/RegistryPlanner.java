package io.facegate.usecase.registry;

import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationState;
import io.facegate.policy.reading.YamlReading;
import io.facegate.registry.BulkRegistration;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.OrganisationReplacement;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryWriter;
import io.facegate.usecase.registry.DeclaredOrganisation.DeclaredKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Compares a file of organisations with the registry. Each mistake is noted at its line. */
final class RegistryPlanner {
    private static final int MOST_PARENTS = 8;

    private final YamlReading reading;
    private final Map<String, Organisation> known;
    private final Map<String, List<KeyEntry>> keys;
    private final Map<String, Organisation> after = new HashMap<>();
    private final Instant now;

    RegistryPlanner(YamlReading reading, Collection<Organisation> organisations, List<KeyEntry> keys, Instant now) {
        this.reading = reading;
        this.known =
                new TreeMap<>(organisations.stream().collect(Collectors.toMap(Organisation::id, Function.identity())));
        this.keys = keys.stream()
                .filter(key -> key.revoked() == null)
                .collect(Collectors.groupingBy(key -> key.request().organisation()));
        this.now = now;
    }

    RegistryPlan plan(List<DeclaredOrganisation> declared) {
        after.putAll(known);
        var changes = new LinkedHashMap<String, OrganisationReplacement>();
        for (var one : declared) {
            var replacement = replacement(one);
            after.put(replacement.after().id(), replacement.after());
            changes.put(replacement.after().id(), replacement);
        }
        var minted = new ArrayList<KeyRequest>();
        var kept = new HashSet<String>();
        for (var one : declared) {
            checkRelations(
                    one.at(),
                    Objects.requireNonNull(changes.get(one.organisation().id())).after());
            one.keys().forEach(key -> plan(one.organisation().id(), key, minted, kept));
        }
        int all = changes.size();
        changes.values().removeIf(one -> one.before() != null && BulkRegistration.isSame(one.before(), one.after()));
        return new RegistryPlan(List.copyOf(changes.values()), minted, all - changes.size(), drift(declared, kept));
    }

    private OrganisationReplacement replacement(DeclaredOrganisation one) {
        var before = known.get(one.organisation().id());
        var wanted = one.hasState() || before == null
                ? one.organisation()
                : one.organisation().withState(before.state());
        noting(one.at(), () -> {
            RegistryWriter.requireWellFormed(wanted);
            RegistrationCheck.checkNew(
                    before == null ? Organisation.builder(wanted.id(), "").build() : before, wanted);
        });
        if (before != null && !isReachable(before, wanted)) {
            reading.addMistake(
                    one.at(),
                    "the organisation " + wanted.id() + " is " + before.state().code() + "; it cannot become "
                            + wanted.state().code()
                            + (before.state() == OrganisationState.CLOSED ? ", nor change" : ""));
        }
        return new OrganisationReplacement(before, wanted);
    }

    private static boolean isReachable(Organisation before, Organisation after) {
        return switch (before.state()) {
            case CLOSED -> BulkRegistration.isSame(before, after);
            case APPLIED -> after.state() != OrganisationState.SUSPENDED;
            case VERIFIED, SUSPENDED -> after.state() != OrganisationState.APPLIED;
        };
    }

    private void checkRelations(Node at, Organisation one) {
        for (var principal : one.relations().actsFor()) {
            if (principal.equals(one.id()) || !after.containsKey(principal)) {
                reading.addMistake(
                        at, "there is no organisation " + principal + " that " + one.id() + " could act for");
            }
        }
        var seen = new HashSet<>(Set.of(one.id()));
        var parent = one.relations().parent();
        while (parent != null) {
            var found = after.get(parent);
            if (found == null || !seen.add(parent) || seen.size() > MOST_PARENTS + 1) {
                reading.addMistake(
                        at,
                        found == null
                                ? "there is no organisation " + parent + " to be the parent"
                                : "the parents of " + one.id() + " lead in a circle, or are more than " + MOST_PARENTS);
                return;
            }
            parent = found.relations().parent();
        }
    }

    private void plan(String organisation, DeclaredKey declared, List<KeyRequest> minted, Set<String> kept) {
        var request = declared.request();
        var found = find(organisation, declared);
        if (found.isEmpty() && declared.id() != null) {
            reading.addMistake(
                    declared.at(),
                    "there is no valid key " + declared.id() + " of " + organisation
                            + "; leave the id out and give a label, and one is minted");
            return;
        }
        found.forEach(key -> kept.add(key.id()));
        if (found.isEmpty()) {
            if (reading.hasNoMistakes()) {
                noting(declared.at(), () -> {
                    RegistrationCheck.checkWires(request.limits().wires());
                    RegistryWriter.requireMintable(request, this::require, now);
                });
            }
            minted.add(request);
        } else if (found.stream().noneMatch(key -> isSame(key.request(), request))) {
            reading.addMistake(
                    declared.at(),
                    "the key " + Objects.requireNonNullElse(request.label(), declared.id()) + " of " + organisation
                            + " was minted otherwise, and a key cannot be changed; give another label, and revoke the"
                            + " old one: key revoke " + found.getFirst().id());
        }
    }

    private Organisation require(String id) {
        var found = after.get(id);
        if (found == null) {
            throw new Unacceptable("There is no organisation " + id + ".");
        }
        return found;
    }

    private static boolean isSame(KeyRequest one, KeyRequest other) {
        return one.withLabel(other.label()).equals(other);
    }

    private List<KeyEntry> find(String organisation, DeclaredKey declared) {
        return keys.getOrDefault(organisation, List.of()).stream()
                .filter(key -> declared.id() == null
                        ? !key.isOfCertificate()
                                && Objects.equals(
                                        key.request().label(),
                                        declared.request().label())
                        : key.id().equals(declared.id()))
                .toList();
    }

    private List<String> drift(List<DeclaredOrganisation> declared, Set<String> kept) {
        var named = declared.stream().map(one -> one.organisation().id()).collect(Collectors.toSet());
        var all = new ArrayList<String>();
        for (var one : known.values()) {
            boolean closed = one.state() == OrganisationState.CLOSED;
            if (!named.contains(one.id()) && !closed) {
                all.add("organisation/" + one.id());
            }
            for (var key : named.contains(one.id()) ? keys.getOrDefault(one.id(), List.of()) : List.<KeyEntry>of()) {
                if (!kept.contains(key.id()) && key.isOpen(now)) {
                    all.add("key/" + key.id());
                }
            }
        }
        return all;
    }

    private void noting(Node at, Check check) {
        try {
            check.run();
        } catch (Unacceptable wrong) {
            reading.addMistake(at, wrong.sentence());
        }
    }

    /** A check that may fail with a sentence. */
    @FunctionalInterface
    private interface Check {
        void run();
    }

    /**
     * The newest key of each label, and every one without a label, that a file would name. A file mints what it names by
     * a label, so a client certificate is named by its id.
     */
    static List<KeyEntry> named(@Nullable List<KeyEntry> keys, Instant now) {
        var all = new LinkedHashMap<String, KeyEntry>();
        for (var key : keys == null ? List.<KeyEntry>of() : keys) {
            if (key.isOpen(now)) {
                var label = key.isOfCertificate() ? null : key.request().label();
                all.put(Objects.requireNonNullElse(label, '/' + key.id()), key);
            }
        }
        return List.copyOf(all.values());
    }
}
