package io.facegate.policy.proof.model;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.RequestProjection;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.proof.space.ValueAtom;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.WordList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one organisation as parts of whole calls. A call with a principal is permitted only if the principal is
 * too, and the last organisation of a chain is not a contractor.
 */
public final class ChainRequests {
    /** Attributes that each organisation of a chain has for itself; the others are common to the call. */
    private static final Set<String> OWN = Stream.concat(
                    Stream.of(
                                    Attribute.ORGANISATION,
                                    Attribute.ORGANISATION_ID,
                                    Attribute.ESTABLISHED_IN,
                                    Attribute.EXEMPTION)
                            .map(Attribute::word),
                    AttestableFacts.names().stream())
            .collect(Collectors.toUnmodifiableSet());

    private final RequestSpace space;
    private final Bdd bdd;
    private final PolicyModel model;
    private final int own;

    ChainRequests(RequestSpace space, PolicyModel model) {
        this.space = space;
        this.bdd = space.bdd();
        this.model = model;
        this.own = new RequestProjection(space)
                .cube(space.axes().stream()
                        .filter(axis -> OWN.contains(axis.word()))
                        .toList());
    }

    /**
     * Requests made for a principal, and the matching requests of that principal.
     *
     * @param types possible organisation types of the principal
     * @param requests requests of the acting organisation
     * @param partners permitted requests of the principal; each belongs to a call with some of the other requests
     */
    record Accompanied(Set<String> types, int requests, int partners) {}

    /** Requests of an organisation acting for itself. */
    public int withoutPrincipals(int region) {
        var types = space.axis(Attribute.ORGANISATION.word());
        var principals = space.axis(Attribute.ON_BEHALF_OF.word());
        int alone = principals == null ? region : bdd.and(region, principals.absent());
        return types == null ? alone : bdd.difference(alone, types.someIn(contractors(types)));
    }

    /** Requests made for a principal who is permitted too, by principal type. */
    List<Accompanied> withPrincipals(int region) {
        var principals = space.axis(Attribute.ON_BEHALF_OF.word());
        var found = new ArrayList<Accompanied>();
        if (principals == null) {
            add(found, Set.copyOf(WordList.ORGANISATIONS.words()), bdd.difference(region, withoutPrincipals(region)));
            return found;
        }
        for (int at = 0; at < principals.atoms().size(); at++) {
            var types = Set.copyOf(principals.atoms().get(at).values());
            add(found, types, bdd.and(region, principals.singleAtom(at)));
        }
        return found;
    }

    private void add(List<Accompanied> found, Set<String> types, int requests) {
        int partners = bdd.exists(requests, own);
        var axis = space.axis(Attribute.ORGANISATION.word());
        if (axis != null) {
            partners = bdd.and(partners, axis.someIn(atomsHolding(axis, types)));
            partners = bdd.difference(partners, axis.someIn(contractors(axis)));
        }
        partners = model.ruleSet().permitted(bdd.difference(partners, impossibleForPrincipal()));
        int whole = bdd.and(requests, bdd.exists(partners, own));
        if (whole != Bdd.FALSE) {
            found.add(new Accompanied(types, whole, partners));
        }
    }

    /** Requests impossible for a principal: if its place is unknown, the place of the call counts as unknown. */
    private int impossibleForPrincipal() {
        var established = space.axis(Attribute.ESTABLISHED_IN.word());
        var here = space.axis(Attribute.JURISDICTION.word());
        return established == null || here == null ? Bdd.FALSE : bdd.difference(established.absent(), here.absent());
    }

    /** Requests that may be part of a fully permitted call. */
    public int inPermittedCall(int region) {
        int whole = withoutPrincipals(region);
        for (var accompanied : withPrincipals(region)) {
            whole = bdd.or(whole, accompanied.requests());
        }
        return whole;
    }

    /** The principal's request that matches an assignment. */
    @Nullable
    BitSet principalRequest(Accompanied accompanied, BitSet request) {
        int shared = Bdd.TRUE;
        for (var axis : List.copyOf(space.axes()).reversed()) {
            if (!OWN.contains(axis.word())) {
                shared = bdd.and(axis.exactAtoms(axis.values(request)), shared);
            }
        }
        int partners = bdd.and(accompanied.partners(), shared);
        var established = space.axis(Attribute.ESTABLISHED_IN.word());
        var here = space.axis(Attribute.JURISDICTION.word());
        if (established != null) {
            int plain = here == null || here.values(request).isEmpty()
                    ? established.absent()
                    : established.someIn(atomsHolding(established, words(here, request)));
            partners = bdd.areDisjoint(partners, plain) ? partners : bdd.and(partners, plain);
        }
        return partners == Bdd.FALSE ? null : new MinimalExample(space).find(partners);
    }

    private static Set<String> words(AttributeAxis axis, BitSet request) {
        return axis.values(request).stream()
                .mapToObj(at -> axis.atoms().get(at).values().getFirst())
                .collect(Collectors.toSet());
    }

    /** Atoms that contain only the word for contractor. */
    private static BitSet contractors(AttributeAxis axis) {
        var found = new BitSet();
        for (int at = 0; at < axis.atoms().size(); at++) {
            found.set(at, axis.atoms().get(at).values().equals(List.of(OrganisationType.CONTRACTOR.code())));
        }
        return found;
    }

    private static BitSet atomsHolding(AttributeAxis axis, Set<String> words) {
        var found = new BitSet();
        for (int at = 0; at < axis.atoms().size(); at++) {
            found.set(at, axis.atoms().get(at).values().stream().anyMatch(words::contains));
        }
        return found;
    }

    /** A word of the atom that is among the given ones. */
    static String word(ValueAtom atom, Set<String> words) {
        return atom.values().stream()
                .filter(words::contains)
                .findFirst()
                .orElseGet(() -> Objects.requireNonNullElse(atom.example(), "unregistered"));
    }
}
