package io.facegate.vendor.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.SimilarityScale;
import io.facegate.call.VendorAccount;
import io.facegate.catalogue.SimilarityScales;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Router that selects the provider of a call: by route; else by the call's wire, with the engine as fallback for
 * vendors that are not configured. A neutral call goes to the provider that stores its gallery or session, else to the
 * first that can answer it. A provider with several accounts at its vendor is one entry an account; only routes, and
 * resources that are stored there, lead to an account other than the default one.
 */
public final class ProviderRouting implements Provider, AccountLookup {
    private static final int SERVER_ERROR = 500;

    private final Map<String, Provider> named;
    private final @Nullable Provider others;
    private final Supplier<List<ProviderRoute>> routes;
    private final VendorCredentials credentials = new VendorCredentials();

    /**
     * Creates a router.
     *
     * @param named providers by their name in policies, or by {@link VendorAccount#keyOf} it, in order of preference
     * @param others the fallback for vendors that are not configured, or null
     * @param routes those at this moment; the first matching one decides
     */
    public ProviderRouting(
            SequencedMap<String, Provider> named, @Nullable Provider others, Supplier<List<ProviderRoute>> routes) {
        this.named = new LinkedHashMap<>(named);
        this.others = others;
        this.routes = routes;
    }

    /** Creates a router with routes that stay. */
    public ProviderRouting(
            SequencedMap<String, Provider> named, @Nullable Provider others, List<ProviderRoute> routes) {
        this(named, others, () -> routes);
    }

    @Override
    public CallPlan plan(Caller caller, FaceCall asked) {
        return () -> ways(caller, asked);
    }

    private List<PlannedCall> ways(Caller caller, FaceCall asked) {
        if (asked.preconditionFailure() != null || asked.request() instanceof NormalizedRequest.Flawed) {
            return List.of(flawed(caller, asked));
        }
        var home = isNeutral(asked) ? providerOfResource(caller, asked) : null;
        if (home != null) {
            return List.of(at(home, caller, asked));
        }
        var route = findRoute(caller, asked);
        if (route == null && !isNeutral(asked)) {
            return List.of(unrouted(asked.engine(), caller, asked));
        }
        var names = route == null ? withoutRoute() : route.providers();
        var all = names.stream()
                .map(name -> VendorAccount.providerOf(name).equals(asked.wire())
                        ? unrouted(name, caller, asked)
                        : translated(name, caller, asked))
                .filter(Objects::nonNull)
                .toList();
        if (all.isEmpty()) {
            return List.of(noProvider(caller, asked, names));
        }
        boolean alone = route == null || !isRepeatable(asked) || isFlawed(all.getFirst());
        return alone
                ? all.subList(0, 1)
                : all.stream().filter(choice -> !isFlawed(choice)).toList();
    }

    @Override
    public @Nullable VendorAccount accountOf(Caller caller, FaceCall asked) {
        return accounts().first(caller, asked);
    }

    /** The accounts that its routes lead to. */
    public RoutedAccounts accounts() {
        return new RoutedAccounts(named, others != null, routes);
    }

    /** Plans a call that is refused or answered with its mistake: as if it went to the first provider. */
    private PlannedCall flawed(Caller caller, FaceCall asked) {
        return isNeutral(asked)
                ? forFirstCandidate(caller, asked, candidates(caller, asked))
                : unrouted(accountAmong(namesFor(caller, asked), asked.engine()), caller, asked);
    }

    private @Nullable ProviderRoute findRoute(Caller caller, FaceCall asked) {
        return routes.get().stream()
                .filter(one -> one.matches(caller, asked))
                .findFirst()
                .orElse(null);
    }

    private List<String> namesFor(Caller caller, FaceCall asked) {
        var route = findRoute(caller, asked);
        return route == null ? withoutRoute() : route.providers();
    }

    /** Returns in whose names a call that goes nowhere is judged: those of its route only if it names accounts. */
    private List<String> candidates(Caller caller, FaceCall asked) {
        var names = namesFor(caller, asked);
        return names.stream().anyMatch(VendorAccount::namesAccount) ? names : withoutRoute();
    }

    /** Returns the providers of calls that no route matches: those at their default accounts. */
    private List<String> withoutRoute() {
        return named.keySet().stream()
                .filter(name -> !VendorAccount.namesAccount(name))
                .toList();
    }

    /** Returns the first of the names that is of this provider, or the provider at its default account. */
    private static String accountAmong(Collection<String> names, String provider) {
        return names.stream()
                .filter(name -> VendorAccount.providerOf(name).equals(provider))
                .findFirst()
                .orElse(provider);
    }

    /** Plans a call for its own vendor, at the account with that name, or for the fallback. */
    private PlannedCall unrouted(String name, Caller caller, FaceCall asked) {
        var who = providerNamed(name);
        return who == null
                ? PlannedCall.impossible(asked, PreconditionFailure.NO_PROVIDER)
                : who.plan(caller, asked).ways().getFirst();
    }

    /** Returns the provider at that account; the fallback for vendors of which no account is configured. */
    private @Nullable Provider providerNamed(String name) {
        var who = named.get(name);
        return who == null && accounts().isWithoutAccount(name) ? others : who;
    }

    /** Returns the provider named in a neutral call, else the one storing its gallery or session; the oldest wins. */
    private @Nullable String providerOfResource(Caller caller, FaceCall asked) {
        var word = asked.route() == null ? null : asked.route().engine();
        var chosen =
                word == null || VendorAccount.namesAccount(word) ? word : accountAmong(namesFor(caller, asked), word);
        // A sandbox call names none of these: it is decided as if its gallery were to be made.
        if (chosen != null || named.size() < 2 || caller.sandbox()) {
            return chosen;
        }
        String home = null;
        Instant longest = null;
        for (var one : named.entrySet()) {
            var since = one.getValue().plan(caller, routed(one.getKey(), asked)).ownedSince();
            if (since != null && (longest == null || since.isBefore(longest))) {
                home = one.getKey();
                longest = since;
            }
        }
        return home;
    }

    /** Plans the call for that provider only, regardless of routes. */
    private PlannedCall at(String home, Caller caller, FaceCall asked) {
        var word = asked.route() == null ? null : asked.route().engine();
        if (!named.containsKey(home) || (word != null && VendorAccount.namesAccount(word))) {
            var why = "provider must be " + String.join(" or ", words(named.keySet())) + '.';
            return forFirstCandidate(
                    caller,
                    asked.withRequest(new NormalizedRequest.Flawed(Reply.Failure.INVALID_PARAMETER, why, "provider")),
                    candidates(caller, asked));
        }
        var way = translated(home, caller, asked);
        return way == null ? noProvider(caller, asked, List.of(home)) : way;
    }

    private static boolean isFlawed(PlannedCall choice) {
        return choice.call().request() instanceof NormalizedRequest.Flawed;
    }

    private static boolean isNeutral(FaceCall asked) {
        return asked.wire().equals(CrossVendorRoute.NEUTRAL);
    }

    /** Returns the call on its way to a provider. */
    private static FaceCall routed(String name, FaceCall asked) {
        var provider = VendorAccount.providerOf(name);
        var via = asked.route() == null
                ? new CrossVendorRoute(asked.wire(), asked.operation(), null, provider)
                : asked.route().withEngine(provider);
        return asked.routedTo(asked.provider(), asked.operation(), via);
    }

    /** Plans the call for a provider on its scale; null if that has no equivalent, or would mix two scales. */
    private @Nullable PlannedCall translated(String name, Caller caller, FaceCall asked) {
        var provider = named.get(name);
        boolean isScored = isNeutral(asked) && asked.facts().threshold() != null;
        var scale = isScored ? scale(name, asked) : null;
        var scaled = isScored ? onScale(scale, asked) : asked;
        if (provider == null || scaled == null) {
            return null;
        }
        var whole = planned(provider, caller, routed(name, scaled));
        var way = whole == null ? planned(provider, caller, routed(name, unbatched(scaled))) : whole;
        if (way != null && scale != null && isOpen(scale, asked)) {
            way = way.withCall(
                    way.call().withFacts(scaled.facts().withThreshold(null)).withRequest(scale.missingThreshold()));
        }
        boolean standsIn = way != null && way.call().provider().equals(asked.provider());
        return isNeutral(asked) || standsIn || isScoreless(asked) ? way : null;
    }

    private static @Nullable PlannedCall planned(Provider provider, Caller caller, FaceCall routed) {
        var ways = provider.plan(caller, routed).ways();
        if (ways.isEmpty()) {
            return null;
        }
        var way = ways.getFirst();
        // No provider has an equivalent of an invalid call.
        return new PlannedCall(
                way.call(),
                call -> isNeutral(call) && call.request() instanceof NormalizedRequest.Flawed
                        ? call
                        : way.prepareForDecision(call),
                way.erasesWhenDue(),
                way.keepsPictures());
    }

    /** Turns a batch of one picture into a single request, without capabilities that the wire's vendor adds. */
    private static FaceCall unbatched(FaceCall asked) {
        return asked.request() instanceof NormalizedRequest.DetectEach(var each) && each.size() == 1
                ? requested(asked).withRequest(new NormalizedRequest.Detect(each.getFirst()))
                : asked;
    }

    private static FaceCall requested(FaceCall asked) {
        var only = asked.withoutUnrequested();
        return only.withFacts(only.facts().withUnrequested(Set.of()));
    }

    /** Returns the call with the scale's default threshold, if any; null when its threshold is on another scale. */
    private static @Nullable FaceCall onScale(@Nullable SimilarityScale scale, FaceCall asked) {
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
    private PlannedCall forFirstCandidate(Caller caller, FaceCall asked, Collection<String> names) {
        var first =
                names.isEmpty() ? CrossVendorRoute.NEUTRAL : names.iterator().next();
        var who = named.get(first);
        var call = routed(first, asked).withAccount(who instanceof ProviderAtAccount one ? one.account() : null);
        boolean erases = who != null
                && asked.request() instanceof NormalizedRequest.Flawed
                && who.plan(caller, call).ways().stream().anyMatch(PlannedCall::erasesWhenDue);
        return new PlannedCall(
                call.routedTo(VendorAccount.providerOf(first), call.operation(), Objects.requireNonNull(call.route())),
                UnaryOperator.identity(),
                erases);
    }

    /** Plans the call that no provider can answer. */
    private PlannedCall noProvider(Caller caller, FaceCall asked, List<String> names) {
        return isNeutral(asked)
                ? forFirstCandidate(caller, asked.withRequest(noProviderFlaw(asked, names)), names)
                : PlannedCall.unowned(asked.withPreconditionFailure(PreconditionFailure.NO_PROVIDER));
    }

    private static NormalizedRequest.Flawed noProviderFlaw(FaceCall asked, List<String> names) {
        var groups = names.stream()
                .map(name -> scale(name, asked))
                .filter(Objects::nonNull)
                .map(SimilarityScale::group)
                .toList();
        var given = asked.route() == null ? null : asked.route().callerThreshold();
        return given == null || groups.isEmpty() || groups.contains(given.group())
                ? new NormalizedRequest.Flawed(
                        Reply.Failure.UNSUPPORTED,
                        "None of the providers for this call (" + String.join(", ", words(names)) + ") none can.")
                : new NormalizedRequest.Flawed(
                        Reply.Failure.INVALID_PARAMETER,
                        "The threshold has another comparable_group than this call's scores: they are in "
                                + String.join(" or ", groups) + '.',
                        "threshold");
    }

    /** Returns the providers of these names, each once: callers are not told of accounts. */
    private static List<String> words(Collection<String> names) {
        return names.stream().map(VendorAccount::providerOf).distinct().toList();
    }

    private static @Nullable SimilarityScale scale(String name, FaceCall asked) {
        return SimilarityScales.forRequest(VendorAccount.providerOf(name), asked.request());
    }

    @Override
    public Reply send(Cleared cleared) {
        var name = cleared.answeredBy();
        var who = providerNamed(name);
        if (who == null) {
            throw new Fault.ProviderDown(PreconditionFailure.NO_PROVIDER.sentence());
        }
        try {
            var reply = who.send(cleared);
            if (!(reply instanceof Reply.Verbatim said) || said.status() < SERVER_ERROR) {
                credentials.noteAccepted(name);
            }
            return reply;
        } catch (Fault.ProviderDown down) {
            credentials.noteFailed(name, down);
            throw down;
        }
    }

    /**
     * Checks the credentials of each vendor's accounts and notes missing ones; may wait a few seconds.
     *
     * @return true if all vendors have credentials
     */
    public boolean checkCredentials() {
        named.forEach((vendor, provider) -> {
            try {
                provider.health().requireCredentials();
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

    /** Returns the circuit breakers by the names of vendors and their accounts. */
    public Map<String, VendorCircuitBreaker> breakers() {
        var all = new TreeMap<String, VendorCircuitBreaker>();
        named.forEach((name, vendor) -> {
            var breaker = vendor.health().circuitBreaker();
            if (breaker != null) {
                all.put(name, breaker);
            }
        });
        return all;
    }
}
