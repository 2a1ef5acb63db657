package io.facegate.vendor.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.SimilarityScale;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Router that selects the provider of a call: by route; else by the call's wire, with the engine as fallback for
 * vendors that are not configured. A neutral call goes to the provider that stores its gallery or session, else to the
 * first that can answer it.
 */
public final class ProviderRouting implements Provider {
    private static final int SERVER_ERROR = 500;

    private final Map<String, Provider> named;
    private final @Nullable Provider others;
    private final List<ProviderRoute> routes;
    private final VendorCredentials credentials = new VendorCredentials();

    /**
     * Creates a router.
     *
     * @param named providers by their name in policies, in order of preference
     * @param others the fallback for vendors that are not configured, or null
     * @param routes the first matching route decides
     */
    public ProviderRouting(
            SequencedMap<String, Provider> named, @Nullable Provider others, List<ProviderRoute> routes) {
        this.named = new LinkedHashMap<>(named);
        this.others = others;
        this.routes = List.copyOf(routes);
    }

    @Override
    public List<FaceCall> candidates(Caller caller, FaceCall asked) {
        if (asked.preconditionFailure() != null || asked.request() instanceof NormalizedRequest.Flawed) {
            return List.of(isNeutral(asked) ? forFirstCandidate(asked, named.keySet()) : asked);
        }
        var home = isNeutral(asked) ? providerOfResource(caller, asked) : null;
        if (home != null) {
            return List.of(at(home, asked));
        }
        var route = routes.stream()
                .filter(one -> one.matches(caller, asked))
                .findFirst()
                .orElse(null);
        if (route == null && !isNeutral(asked)) {
            return List.of(asked);
        }
        var names = route == null ? List.copyOf(named.keySet()) : route.providers();
        var all = names.stream()
                .map(name -> name.equals(asked.wire()) ? asked : translated(name, asked))
                .filter(Objects::nonNull)
                .toList();
        if (all.isEmpty()) {
            return List.of(noProvider(asked, names));
        }
        boolean alone = route == null || !isRepeatable(asked) || isFlawed(all.getFirst());
        return alone
                ? all.subList(0, 1)
                : all.stream().filter(choice -> !isFlawed(choice)).toList();
    }

    /** Returns the provider named in a neutral call, else the one storing its gallery or session; the oldest wins. */
    private @Nullable String providerOfResource(Caller caller, FaceCall asked) {
        var chosen = asked.route() == null ? null : asked.route().engine();
        if (chosen != null || named.size() < 2) {
            return chosen;
        }
        String home = null;
        Instant longest = null;
        for (var one : named.entrySet()) {
            var since = one.getValue().ownedSince(caller, asked);
            if (since != null && (longest == null || since.isBefore(longest))) {
                home = one.getKey();
                longest = since;
            }
        }
        return home;
    }

    /** Returns the call to that provider only, regardless of routes. */
    private FaceCall at(String home, FaceCall asked) {
        if (!named.containsKey(home)) {
            var why = "provider must be " + String.join(" or ", named.keySet()) + '.';
            return forFirstCandidate(
                    asked.withRequest(new NormalizedRequest.Flawed(Reply.Failure.INVALID_PARAMETER, why, "provider")),
                    named.keySet());
        }
        var call = translated(home, asked);
        return call == null ? noProvider(asked, List.of(home)) : call;
    }

    private static boolean isFlawed(FaceCall choice) {
        return choice.request() instanceof NormalizedRequest.Flawed;
    }

    private static boolean isNeutral(FaceCall asked) {
        return asked.wire().equals(CrossVendorRoute.NEUTRAL);
    }

    /** Translates the call to a provider's API and scale; null if that has no equivalent, or would mix two scales. */
    private @Nullable FaceCall translated(String name, FaceCall asked) {
        var provider = named.get(name);
        var via = asked.route() == null
                ? new CrossVendorRoute(asked.wire(), asked.operation(), null, name)
                : asked.route().withEngine(name);
        boolean isScored = isNeutral(asked) && asked.facts().threshold() != null;
        var scale = isScored ? SimilarityScale.forRequest(name, asked.request()) : null;
        var scaled = isScored ? at(scale, asked) : asked;
        if (provider == null || scaled == null) {
            return null;
        }
        var whole = provider.translate(scaled, via);
        var call = whole == null ? provider.translate(unbatched(scaled), via) : whole;
        if (call != null && scale != null && isOpen(scale, asked)) {
            call = call.withFacts(scaled.facts().withThreshold(null)).withRequest(scale.missingThreshold());
        }
        boolean standsIn = call != null && call.provider().equals(asked.provider());
        return isNeutral(asked) || standsIn || isScoreless(asked) ? call : null;
    }

    /** Turns a batch of one picture into a single request, without capabilities that the wire's vendor adds. */
    private static FaceCall unbatched(FaceCall asked) {
        return asked.request() instanceof NormalizedRequest.DetectEach(var each) && each.size() == 1
                ? asked.withoutUnrequested().withRequest(new NormalizedRequest.Detect(each.getFirst()))
                : asked;
    }

    /** Returns the call with the scale's default threshold, if any; null when its threshold is on another scale. */
    private static @Nullable FaceCall at(@Nullable SimilarityScale scale, FaceCall asked) {
        var given = asked.route() == null ? null : asked.route().callerThreshold();
        if (scale == null || (given != null && !given.group().equals(scale.group()))) {
            return null;
        }
        return given != null || scale.vendorDefault().isEmpty()
                ? asked
                : asked.withFacts(asked.facts().withThreshold(scale.defaultSimilarity()))
                        .withRequest(SimilarityScale.withThreshold(scale.defaultSimilarity(), asked.request()));
    }

    /** Returns true if neither the caller nor the scale has a threshold. */
    private static boolean isOpen(SimilarityScale scale, FaceCall asked) {
        boolean isGiven = asked.route() != null && asked.route().callerThreshold() != null;
        return !isGiven && scale.vendorDefault().isEmpty();
    }

    private static boolean isScoreless(FaceCall asked) {
        return asked.request() instanceof NormalizedRequest.Detect
                || asked.request() instanceof NormalizedRequest.DetectEach;
    }

    /** Returns true if the call neither keeps nor reads a resource of one provider, so another may repeat it. */
    private static boolean isRepeatable(FaceCall asked) {
        return isScoreless(asked)
                || asked.request() instanceof NormalizedRequest.Compare
                || asked.request() instanceof NormalizedRequest.DetectPeople;
    }

    /** A neutral call that goes to no provider is judged as a call to the first candidate. */
    private static FaceCall forFirstCandidate(FaceCall asked, Collection<String> names) {
        var first =
                names.isEmpty() ? CrossVendorRoute.NEUTRAL : names.iterator().next();
        var via = asked.route() == null
                ? new CrossVendorRoute(CrossVendorRoute.NEUTRAL, asked.operation(), null, first)
                : asked.route().withEngine(first);
        return asked.routedTo(first, asked.operation(), via);
    }

    /** Returns the call that no provider can answer. */
    private static FaceCall noProvider(FaceCall asked, List<String> names) {
        return isNeutral(asked)
                ? forFirstCandidate(asked.withRequest(noProviderFlaw(asked, names)), names)
                : asked.withPreconditionFailure(PreconditionFailure.NO_PROVIDER);
    }

    private static NormalizedRequest.Flawed noProviderFlaw(FaceCall asked, List<String> names) {
        var groups = names.stream()
                .map(name -> SimilarityScale.forRequest(name, asked.request()))
                .filter(Objects::nonNull)
                .map(SimilarityScale::group)
                .toList();
        var given = asked.route() == null ? null : asked.route().callerThreshold();
        return given == null || groups.isEmpty() || groups.contains(given.group())
                ? new NormalizedRequest.Flawed(
                        Reply.Failure.UNSUPPORTED,
                        "None of the providers for this call (" + String.join(", ", names) + ") none can.")
                : new NormalizedRequest.Flawed(
                        Reply.Failure.INVALID_PARAMETER,
                        "The threshold has another comparable_group than this call's scores: they are in "
                                + String.join(" or ", groups) + '.',
                        "threshold");
    }

    @Override
    public @Nullable PreconditionFailure findPreconditionFailure(Caller caller, FaceCall call) {
        var who = providerOf(call);
        return who == null ? PreconditionFailure.NO_PROVIDER : who.findPreconditionFailure(caller, call);
    }

    @Override
    public FaceCall prepareForDecision(Caller caller, FaceCall asked) {
        if (asked.request() instanceof NormalizedRequest.Flawed && isNeutral(asked)) {
            return asked; // No provider has an equivalent of an invalid call.
        }
        var who = providerOf(asked);
        return who == null
                ? asked.withPreconditionFailure(PreconditionFailure.NO_PROVIDER)
                : who.prepareForDecision(caller, asked);
    }

    @Override
    public boolean erasesWhenDue(FaceCall call) {
        var who = providerOf(call);
        return who != null && who.erasesWhenDue(call);
    }

    @Override
    public Reply send(Cleared cleared) {
        var who = named.getOrDefault(cleared.engine(), others);
        if (who == null) {
            throw new Fault.ProviderDown(PreconditionFailure.NO_PROVIDER.sentence());
        }
        try {
            var reply = who.send(cleared);
            if (!(reply instanceof Reply.Verbatim said) || said.status() < SERVER_ERROR) {
                credentials.noteAccepted(cleared.engine());
            }
            return reply;
        } catch (Fault.ProviderDown down) {
            credentials.noteFailed(cleared.engine(), down);
            throw down;
        }
    }

    /**
     * Checks each vendor's credentials and notes missing ones; may wait a few seconds.
     *
     * @return true if all vendors have credentials
     */
    public boolean checkCredentials() {
        named.forEach((vendor, provider) -> {
            try {
                provider.requireCredentials();
                credentials.noteFound(vendor);
            } catch (Fault.ProviderDown down) {
                credentials.noteMissing(vendor, down);
            }
        });
        return credentials.isComplete();
    }

    /** Returns which vendors' credentials are missing or refused. */
    public VendorCredentials credentials() {
        return credentials;
    }

    /** Returns true if no call can be answered, because no vendor has credentials. */
    public boolean isWithoutCredentials() {
        return others == null && named.keySet().stream().allMatch(credentials::isMissing);
    }

    /** Returns the circuit breakers by vendor name. */
    public Map<String, VendorCircuitBreaker> breakers() {
        var all = new TreeMap<String, VendorCircuitBreaker>();
        named.forEach((name, vendor) -> {
            var breaker = vendor.circuitBreaker();
            if (breaker != null) {
                all.put(name, breaker);
            }
        });
        return all;
    }

    private @Nullable Provider providerOf(FaceCall call) {
        return named.getOrDefault(call.engine(), others);
    }
}
