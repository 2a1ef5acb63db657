package io.facegate.policy.proof.model;

import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.RequestProjection;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.testing.TestParty;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.CountryGroups;
import io.facegate.policy.vocabulary.WordList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds example calls in sets of requests. */
public final class ExampleSearch {
    private final RequestSpace space;
    private final Bdd bdd;
    private final ChainRequests chains;
    private final MinimalExample plainest;
    private final ExampleCalls calls;
    private final long now;

    /**
     * @param model the model in which principals must be permitted
     * @param now preferred time of the calls
     */
    ExampleSearch(RequestSpace space, PolicyModel model, Instant now) {
        this.space = space;
        this.bdd = space.bdd();
        this.chains = new ChainRequests(space, model);
        this.plainest = new MinimalExample(space);
        this.calls = new ExampleCalls(space, now, List::getFirst);
        this.now = now.toEpochMilli();
    }

    /** A request and its principals. */
    private record Picked(BitSet request, List<TestParty> principals) {}

    /** A call with one of these requests whose other parts are permitted; null if there is none. */
    public @Nullable ExampleCall find(int region) {
        var picked = pick(region);
        return picked == null ? null : calls.build(picked.request, picked.principals);
    }

    /** Such a call, at a place that is no group of countries if there is one. */
    public @Nullable ExampleCall findAtRealPlace(int region) {
        int there = region;
        var axis = space.axis(Attribute.JURISDICTION.word());
        for (int at = 0; axis != null && at < axis.atoms().size(); at++) {
            var places = axis.atoms().get(at).values();
            if (!places.isEmpty() && CountryGroups.names().containsAll(places)) {
                there = bdd.difference(there, axis.singleAtom(at));
            }
        }
        var call = there == Bdd.FALSE ? null : find(there);
        return call == null ? find(region) : call;
    }

    /** A call with one of these requests and no principals; null if there is none. */
    public @Nullable ExampleCall findWithoutPrincipals(int region) {
        int alone = chains.withoutPrincipals(region);
        return alone == Bdd.FALSE ? null : calls.build(plainest.find(nearestToNow(alone)), List.of());
    }

    /**
     * Two calls that differ only in some variables: one as from {@link #find}, one from the other set. A call that cannot
     * be made is left out.
     */
    public List<ExampleCall> pair(int region, int others, int variables) {
        var picked = pick(region);
        var one = picked == null ? null : calls.build(picked.request, picked.principals);
        if (picked == null || one == null) {
            return List.of();
        }
        int same = Bdd.TRUE;
        for (var axis : List.copyOf(space.axes()).reversed()) {
            same = bdd.and(bdd.exists(axis.exactAtoms(axis.values(picked.request)), variables), same);
        }
        int rest = bdd.and(others, same);
        var request = rest == Bdd.FALSE ? null : plainest.find(rest);
        var other = request == null ? null : calls.build(request, still(request, picked.principals));
        return other == null ? List.of(one) : List.of(one, other);
    }

    private List<TestParty> still(BitSet request, List<TestParty> principals) {
        boolean forNobody = space.axis(Attribute.ON_BEHALF_OF.word()) != null
                && calls.words(Attribute.ON_BEHALF_OF, request).isEmpty();
        return forNobody ? List.of() : principals;
    }

    private @Nullable Picked pick(int region) {
        int alone = chains.withoutPrincipals(region);
        if (alone != Bdd.FALSE) {
            return new Picked(plainest.find(nearestToNow(alone)), List.of());
        }
        for (var accompanied : chains.withPrincipals(region)) {
            var request = plainest.find(nearestToNow(accompanied.requests()));
            var partner = chains.principalRequest(accompanied, request);
            if (partner != null) {
                var type = space.axis(Attribute.ORGANISATION.word());
                var word = type == null
                        ? accompanied.types().iterator().next()
                        : ChainRequests.word(
                                type.atoms().get(type.values(partner).nextSetBit(0)), accompanied.types());
                return new Picked(request, List.of(calls.principal(partner, word)));
            }
        }
        return null;
    }

    /** A call with one of these requests, regardless of its other parts. */
    public @Nullable ExampleCall findAny(int region) {
        int alone = chains.withoutPrincipals(region);
        var request = plainest.find(nearestToNow(alone == Bdd.FALSE ? region : alone));
        var principals = new ArrayList<TestParty>();
        var here = calls.words(Attribute.JURISDICTION, request);
        calls.words(Attribute.ON_BEHALF_OF, request)
                .forEach(type -> principals.add(new TestParty(type, "somebody", here)));
        if (alone == Bdd.FALSE && principals.isEmpty()) {
            principals.add(new TestParty(WordList.ORGANISATIONS.words().getLast(), "somebody", here));
        }
        return calls.build(request, principals);
    }

    /** Requests nearest to now: at that time, else later, else earlier. */
    private int nearestToNow(int region) {
        var clock = space.clock();
        var times = new RequestProjection(space).atoms(region, clock.axis());
        int current = clock.interval(now);
        int next = times.nextSetBit(current);
        return bdd.and(region, clock.requestsAt(next >= 0 ? next : times.previousSetBit(current)));
    }
}
