package io.facegate.identity;

import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Credential.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request declares (principals, purpose, place) and accepts only what an operator registered. A
 * contradiction, a repetition or an unregistered word becomes a precondition failure, which refuses the call.
 */
public final class DeclarationReader {
    private static final String PURPOSE = "Facegate-Purpose";
    private static final String PLACE = "Facegate-Place";

    private final IdentityDirectory directory;
    private final EvidenceLookup attestations;

    public DeclarationReader(IdentityDirectory directory) {
        this.directory = directory;
        this.attestations = new EvidenceLookup(directory);
    }

    public Caller caller(VerifiedCredential proof, Request request, Instant now) {
        var organisation = directory
                .organisation(proof.organisation())
                .orElseThrow(() -> new Fault.Unauthenticated(
                        Fault.Why.UNKNOWN_KEY, "The credential belongs to an organisation that is not registered."));
        var acting = DelegationRules.principals(proof, request, organisation);
        var principals = registered(acting);
        var chain = new ArrayList<Organisation>();
        chain.add(organisation);
        chain.addAll(principals);
        var purpose = purpose(proof, request, chain, now);
        var places = places(proof.credential().limits(), request, chain);
        var doubt = check(proof, acting, request, chain, now);
        var exempt = new ExemptionLookup(directory::exemptions, purpose.word(), places.words(), now);
        return new Caller(
                exempt.apply(organisation),
                principals.isEmpty()
                        ? principals
                        : principals.stream().map(exempt::apply).toList(),
                purpose.word(),
                places.words(),
                attestations.context(proof, request, chain, now),
                proof.credential().withConflict(purpose.conflicting()),
                doubt != null
                        ? doubt
                        : purpose.preconditionFailure() != null
                                ? purpose.preconditionFailure()
                                : places.preconditionFailure());
    }

    private List<Organisation> registered(List<String> acting) {
        return acting.isEmpty()
                ? List.of()
                : acting.stream()
                        .map(directory::organisation)
                        .flatMap(Optional::stream)
                        .toList();
    }

    private @Nullable PreconditionFailure check(
            VerifiedCredential proof, List<String> acting, Request request, List<Organisation> chain, Instant now) {
        return proof.credential().limits().hasBegun(now)
                ? checkOrganisations(acting, request, chain, now)
                : PreconditionFailure.KEY_NOT_YET_VALID;
    }

    /** Checks that these organisations may call at all, and together. */
    private @Nullable PreconditionFailure checkOrganisations(
            List<String> acting, Request request, List<Organisation> chain, Instant now) {
        for (var link : chain) {
            var failure = link.findFailure(now);
            if (failure != null) {
                return failure;
            }
        }
        var rules = new DelegationRules(directory);
        if (!rules.areParentsServed(chain, now)) {
            return PreconditionFailure.PARENT_NOT_SERVED;
        }
        var failure = DelegationRules.findFailure(acting, request, chain);
        if (failure != null) {
            return failure;
        }
        return request.findUnknownDeclaration() == null ? null : PreconditionFailure.UNKNOWN_DECLARATION;
    }

    private static Purpose purpose(VerifiedCredential proof, Request request, List<Organisation> chain, Instant now) {
        var named = new LinkedHashSet<String>();
        if (proof.purpose() != null) {
            named.add(proof.purpose());
        }
        var lines = RequestHeaders.values(request, PURPOSE);
        lines.forEach(line -> named.add(line.strip()));
        if (named.size() > 1 || lines.size() > 1) {
            return new Purpose(null, PreconditionFailure.PURPOSE_CONFLICT, List.copyOf(named));
        }
        var own = chain.get(0).purposes();
        if (named.isEmpty() && own.size() != 1) {
            return new Purpose(null, PreconditionFailure.PURPOSE_MISSING);
        }
        var word = named.isEmpty() ? own.iterator().next() : named.iterator().next();
        return chain.stream().allMatch(link -> link.purposes().contains(word))
                ? new Purpose(word, findFailure(word, chain, now))
                : new Purpose(null, PreconditionFailure.PURPOSE_NOT_REGISTERED);
    }

    /** Why a registered purpose may not be declared at this instant; every link's dates count. */
    public static @Nullable PreconditionFailure findFailure(String purpose, List<Organisation> chain, Instant now) {
        if (chain.stream().anyMatch(link -> link.terms(purpose).hasEnded(now))) {
            return PreconditionFailure.PURPOSE_EXPIRED;
        }
        return chain.stream().allMatch(link -> link.terms(purpose).hasBegun(now))
                ? null
                : PreconditionFailure.PURPOSE_NOT_YET_VALID;
    }

    /**
     * Resolves the places of the call. If none is named: all registered places of the chain, or unknown if one link has
     * none. A named place must be registered for every link, and so must those that the key is for.
     */
    private static Places places(KeyLimits key, Request request, List<Organisation> chain) {
        var everywhere = new LinkedHashSet<String>();
        boolean registeredPlaces = key.places().stream().allMatch(place -> isRegistered(place, chain));
        if (!key.places().isEmpty() && registeredPlaces) {
            everywhere.addAll(key.places());
        } else if (chain.stream().noneMatch(link -> link.jurisdictions().isEmpty())) {
            chain.forEach(link -> everywhere.addAll(link.jurisdictions()));
        }
        var lines = RequestHeaders.values(request, PLACE);
        if (lines.isEmpty()) {
            return new Places(
                    List.copyOf(everywhere), registeredPlaces ? null : PreconditionFailure.PLACE_NOT_REGISTERED);
        }
        var named = lines.get(0).strip();
        if (lines.size() > 1 || !isRegistered(named, chain)) {
            return new Places(List.copyOf(everywhere), PreconditionFailure.PLACE_NOT_REGISTERED);
        }
        return key.allowsPlace(named)
                ? new Places(List.of(named), null)
                : new Places(List.copyOf(everywhere), PreconditionFailure.KEY_PLACE_NOT_ALLOWED);
    }

    private static boolean isRegistered(String place, List<Organisation> chain) {
        return chain.stream().allMatch(link -> link.jurisdictions().contains(place));
    }

    /** @param conflicting what was named, if it is a contradiction */
    private record Purpose(
            @Nullable String word, @Nullable PreconditionFailure preconditionFailure, List<String> conflicting) {
        Purpose(@Nullable String word, @Nullable PreconditionFailure preconditionFailure) {
            this(word, preconditionFailure, List.of());
        }
    }

    private record Places(List<String> words, @Nullable PreconditionFailure preconditionFailure) {}
}
