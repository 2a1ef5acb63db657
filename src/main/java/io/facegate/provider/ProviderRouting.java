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
 * Who answers which call: whoever a route names for it; else the vendor of its wire, where it is named, or the engine that
 * stands in for all others; and what comes on the neutral wire, whoever keeps what it goes back to, else the first who has
 * words for it.
 */
public final class ProviderRouting implements Provider {
    private static final int SERVER_ERROR = 500;

    private final Map<String, Provider> named;
    private final @Nullable Provider others;
    private final List<ProviderRoute> routes;
    private final VendorCredentials credentials = new VendorCredentials();

    /**
     * A routing among these.
     *
     * @param named by the word by which policies know them, in the order in which they are asked
     * @param others who stands in for every vendor that is not named, or null
     * @param routes the first that fits a call decides
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
                .map(name -> name.equals(asked.wire()) ? asked : spoken(name, asked))
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

    /** Whoever a neutral call names, or who keeps what it goes back to: of several, who has had it longest. */
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

    /** The call as it goes there, whatever the routes say, and nowhere else. */
    private FaceCall at(String home, FaceCall asked) {
        if (!named.containsKey(home)) {
            var why = "provider must be " + String.join(" or ", named.keySet()) + '.';
            return unsent(
                    asked.asking(new NormalizedRequest.Flawed(Reply.Failure.INVALID_PARAMETER, why, "provider")),
                    named.keySet());
        }
        var call = spoken(home, asked);
        return call == null ? nobody(asked, List.of(home)) : call;
    }

    private static boolean isFlawed(FaceCall choice) {
        return choice.ask() instanceof NormalizedRequest.Flawed;
    }

    private static boolean isNeutral(FaceCall asked) {
        return asked.wire().equals(CrossVendorRoute.NEUTRAL);
    }

    /** The call in that provider's words, and on its scale; null where it has none, or where two scales would be mixed. */
    private @Nullable FaceCall spoken(String name, FaceCall asked) {
        var provider = named.get(name);
        var via = asked.via() == null
                ? new CrossVendorRoute(asked.wire(), asked.operation(), null, name)
                : asked.via().by(name);
        var scaled = isNeutral(asked) && asked.facts().threshold() != null
                ? at(SimilarityScale.of(name, asked.ask()), asked)
                : asked;
        if (provider == null || scaled == null) {
            return null;
        }
        var whole = provider.spoken(scaled, via);
        var call = whole == null ? provider.spoken(alone(scaled), via) : whole;
        if (call != null && isOpen(scaled)) {
            call = call.with(scaled.facts().at(null))
                    .asking(Objects.requireNonNull(SimilarityScale.of(name, asked.ask()))
                            .wanted());
        }
        boolean standsIn = call != null && call.provider().equals(asked.provider());
        return isNeutral(asked) || standsIn || isScoreless(asked) ? call : null;
    }

    /** One picture of a wire that asks about several at once, without what its own vendor would tell unasked. */
    private static FaceCall alone(FaceCall asked) {
        return asked.ask() instanceof NormalizedRequest.DetectEach(var each) && each.size() == 1
                ? asked.spared().asking(new NormalizedRequest.Detect(each.getFirst()))
                : asked;
    }

    /** The call with a threshold of that scale; null where it gives one of another. */
    private static @Nullable FaceCall at(@Nullable SimilarityScale scale, FaceCall asked) {
        var given = asked.via() == null ? null : asked.via().given();
        if (scale == null || (given != null && !given.group().equals(scale.group()))) {
            return null;
        }
        return given != null
                ? asked
                : asked.with(asked.facts().at(scale.otherwise()))
                        .asking(SimilarityScale.within(scale.otherwise(), asked.ask()));
    }

    private static boolean isOpen(FaceCall scaled) {
        var threshold = scaled.facts().threshold();
        return threshold != null && threshold.isNaN();
    }

    private static boolean isScoreless(FaceCall asked) {
        return asked.ask() instanceof NormalizedRequest.Detect || asked.ask() instanceof NormalizedRequest.DetectEach;
    }

    /** What keeps nothing and reads nothing that one provider keeps may be asked of the next. */
    private static boolean isRepeatable(FaceCall asked) {
        return isScoreless(asked) || asked.ask() instanceof NormalizedRequest.Compare;
    }

    /** A neutral call that nobody is sent: judged as the first who is asked would be. */
    private static FaceCall unsent(FaceCall asked, Collection<String> names) {
        var first =
                names.isEmpty() ? CrossVendorRoute.NEUTRAL : names.iterator().next();
        var via = asked.via() == null
                ? new CrossVendorRoute(CrossVendorRoute.NEUTRAL, asked.operation(), null, first)
                : asked.via().by(first);
        return asked.named(first, asked.operation(), via);
    }

    /** A call that nobody answers. */
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
                        "Of those who may answer this call (" + String.join(", ", names) + ") none can.")
                : new NormalizedRequest.Flawed(
                        Reply.Failure.INVALID_PARAMETER,
                        "The threshold is given for another comparable_group; this call's scores are in "
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
            return asked; // No provider has words for it.
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
     * Looks for each vendor's credentials, and notes where there are none; may wait for a few seconds.
     *
     * @return whether all are there
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

    /** Which vendors' credentials are missing or refused. */
    public VendorCredentials credentials() {
        return credentials;
    }

    /** Whether no call can be answered, because no vendor's credentials were found. */
    public boolean isWithoutCredentials() {
        return others == null && named.keySet().stream().allMatch(credentials::isMissing);
    }

    /** What stands before each vendor's site, by the vendor's name. */
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
