package io.facegate.provider;

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
    public List<FaceCall> choices(Caller caller, FaceCall asked) {
        if (asked.doubt() != null || asked.ask() instanceof NormalizedRequest.Flawed) {
            return List.of(isNeutral(asked) ? unsent(asked, named.keySet()) : asked);
        }
        var home = isNeutral(asked) ? home(caller, asked) : null;
        if (home != null) {
            return List.of(at(home, asked));
        }
        var route = routes.stream()
                .filter(one -> one.fits(caller, asked))
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
            return List.of(nobody(asked, names));
        }
        boolean alone = route == null || !isRepeatable(asked) || isFlawed(all.getFirst());
        return alone
                ? all.subList(0, 1)
                : all.stream().filter(choice -> !isFlawed(choice)).toList();
    }

    /** Returns the provider named in a neutral call, else the one storing its gallery or session; the oldest wins. */
    private @Nullable String home(Caller caller, FaceCall asked) {
        var chosen = asked.via() == null ? null : asked.via().engine();
        if (chosen != null || named.size() < 2) {
            return chosen;
        }
        String home = null;
        Instant longest = null;
        for (var one : named.entrySet()) {
            var since = one.getValue().keepsSince(caller, asked);
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
            return unsent(
                    asked.asking(new NormalizedRequest.Flawed(Reply.Failure.INVALID_PARAMETER, why, "provider")),
                    named.keySet());
        }
        var call = translated(home, asked);
        return call == null ? nobody(asked, List.of(home)) : call;
    }

    private static boolean isFlawed(FaceCall choice) {
        return choice.ask() instanceof NormalizedRequest.Flawed;
    }

    private static boolean isNeutral(FaceCall asked) {
        return asked.wire().equals(CrossVendorRoute.NEUTRAL);
    }

    /** Translates the call to a provider's API and scale; null if that has no equivalent, or would mix two scales. */
    private @Nullable FaceCall translated(String name, FaceCall asked) {
        var provider = named.get(name);
        var via = asked.via() == null
                ? new CrossVendorRoute(asked.wire(), asked.operation(), null, name)
                : asked.via().by(name);
        boolean isScored = isNeutral(asked) && asked.facts().threshold() != null;
        var scale = isScored ? SimilarityScale.of(name, asked.ask()) : null;
        var scaled = isScored ? at(scale, asked) : asked;
        if (provider == null || scaled == null) {
            return null;
        }
        var whole = provider.translated(scaled, via);
        var call = whole == null ? provider.translated(alone(scaled), via) : whole;
        if (call != null && scale != null && isOpen(scale, asked)) {
            call = call.with(scaled.facts().at(null)).asking(scale.wanted());
        }
        boolean standsIn = call != null && call.provider().equals(asked.provider());
        return isNeutral(asked) || standsIn || isScoreless(asked) ? call : null;
    }

    /** Turns a batch of one picture into a single request, without capabilities that the wire's vendor adds. */
    private static FaceCall alone(FaceCall asked) {
        return asked.ask() instanceof NormalizedRequest.DetectEach(var each) && each.size() == 1
                ? asked.spared().asking(new NormalizedRequest.Detect(each.getFirst()))
                : asked;
    }

    /** Returns the call with the scale's default threshold, if any; null when its threshold is on another scale. */
    private static @Nullable FaceCall at(@Nullable SimilarityScale scale, FaceCall asked) {
        var given = asked.via() == null ? null : asked.via().given();
        if (scale == null || (given != null && !given.group().equals(scale.group()))) {
            return null;
        }
        return given != null || scale.usual().isEmpty()
                ? asked
                : asked.with(asked.facts().at(scale.otherwise()))
                        .asking(SimilarityScale.within(scale.otherwise(), asked.ask()));
    }

    /** Returns true if neither the caller nor the scale has a threshold. */
    private static boolean isOpen(SimilarityScale scale, FaceCall asked) {
        boolean isGiven = asked.via() != null && asked.via().given() != null;
        return !isGiven && scale.usual().isEmpty();
    }

    private static boolean isScoreless(FaceCall asked) {
        return asked.ask() instanceof NormalizedRequest.Detect || asked.ask() instanceof NormalizedRequest.DetectEach;
    }

    /** Returns true if the call neither keeps nor reads a resource of one provider, so another may repeat it. */
    private static boolean isRepeatable(FaceCall asked) {
        return isScoreless(asked)
                || asked.ask() instanceof NormalizedRequest.Compare
                || asked.ask() instanceof NormalizedRequest.DetectPeople;
    }

    /** A neutral call that goes to no provider is judged as a call to the first candidate. */
    private static FaceCall unsent(FaceCall asked, Collection<String> names) {
        var first =
                names.isEmpty() ? CrossVendorRoute.NEUTRAL : names.iterator().next();
        var via = asked.via() == null
                ? new CrossVendorRoute(CrossVendorRoute.NEUTRAL, asked.operation(), null, first)
                : asked.via().by(first);
        return asked.named(first, asked.operation(), via);
    }

    /** Returns the call that no provider can answer. */
    private static FaceCall nobody(FaceCall asked, List<String> names) {
        return isNeutral(asked)
                ? unsent(asked.asking(unanswerable(asked, names)), names)
                : asked.doubted(PreconditionFailure.NO_PROVIDER);
    }

    private static NormalizedRequest.Flawed unanswerable(FaceCall asked, List<String> names) {
        var groups = names.stream()
                .map(name -> SimilarityScale.of(name, asked.ask()))
                .filter(Objects::nonNull)
                .map(SimilarityScale::group)
                .toList();
        var given = asked.via() == null ? null : asked.via().given();
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
    public @Nullable PreconditionFailure doubts(Caller caller, FaceCall call) {
        var who = of(call);
        return who == null ? PreconditionFailure.NO_PROVIDER : who.doubts(caller, call);
    }

    @Override
    public FaceCall judged(Caller caller, FaceCall asked) {
        if (asked.ask() instanceof NormalizedRequest.Flawed && isNeutral(asked)) {
            return asked; // No provider has an equivalent of an invalid call.
        }
        var who = of(asked);
        return who == null ? asked.doubted(PreconditionFailure.NO_PROVIDER) : who.judged(caller, asked);
    }

    @Override
    public boolean erasesWhenDue(FaceCall call) {
        var who = of(call);
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
                credentials.accepted(cleared.engine());
            }
            return reply;
        } catch (Fault.ProviderDown down) {
            credentials.failed(cleared.engine(), down);
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
                provider.demandCredentials();
                credentials.found(vendor);
            } catch (Fault.ProviderDown down) {
                credentials.missing(vendor, down);
            }
        });
        return credentials.areAllThere();
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
            var breaker = vendor.breaker();
            if (breaker != null) {
                all.put(name, breaker);
            }
        });
        return all;
    }

    private @Nullable Provider of(FaceCall call) {
        return named.getOrDefault(call.engine(), others);
    }
}
