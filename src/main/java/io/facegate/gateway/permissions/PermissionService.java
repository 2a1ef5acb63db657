package io.facegate.gateway.permissions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.call.Capability;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.SoleAccount;
import io.facegate.gateway.ClockCheck;
import io.facegate.gateway.RequestRate;
import io.facegate.gateway.permissions.OperationPermission.Verdict;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerAuthentication;
import io.facegate.identity.Credential;
import io.facegate.identity.DeclarationReader;
import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.ExemptionLookup;
import io.facegate.identity.Organisation;
import io.facegate.ledger.clock.LedgerClock.Reading;
import io.facegate.ledger.clock.LedgerClock.State;
import io.facegate.policy.OpenFacts;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.registry.StopEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells a caller what it may do, as registered now. Sends and records nothing; computes each answer once an hour. */
public final class PermissionService {
    private static final int MOST_A_MINUTE = 60;
    /** Answers that are not kept yet, for an organisation: each takes up to seconds of a processor. */
    private static final int COMPUTED_A_MINUTE = 12;

    private static final int KEPT = 256;

    private final CallerAuthentication identity;
    private final Supplier<PolicyEngine> policies;
    private final ClockCheck clock;
    private final RegisteredFacts registered;
    private final ConfiguredProviders providers;
    private final List<HypotheticalCall> calls;
    private final List<String> routed;
    private final RequestRate rate;
    private final RequestRate computations;
    private final Cache<Question, CallerPermissions> answers = Caffeine.newBuilder()
            .maximumSize(KEPT)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    /** What the registry knows besides the organisation. */
    public interface RegisteredFacts {
        /** When the caller's key becomes invalid; null for never, and for tokens. */
        @Nullable
        Instant keyExpires(Caller caller);

        /** The entries of evidence of an organisation, of any validity. */
        List<Evidence> evidence(String organisation);

        /** The exemptions granted to an organisation and not revoked, of any dates. */
        List<ExemptionGrant> exemptions(String organisation);

        /** The stops that hold. */
        default List<StopEntry> stops() {
            return List.of();
        }
    }

    public PermissionService(
            CallerAuthentication identity,
            Supplier<PolicyEngine> policies,
            ClockCheck clock,
            RegisteredFacts registered,
            ConfiguredProviders providers) {
        this.identity = identity;
        this.policies = policies;
        this.clock = clock;
        this.registered = registered;
        this.providers = providers;
        this.calls = HypotheticalCall.all(providers.names());
        this.routed = providers.routes()
                ? providers.names().stream()
                        .flatMap(name -> HypotheticalCall.providerWords(name).stream())
                        .toList()
                : List.of();
        this.rate = new RequestRate(MOST_A_MINUTE, Duration.ofMinutes(1), Ticker.systemTicker());
        this.computations = new RequestRate(COMPUTED_A_MINUTE, Duration.ofMinutes(1), Ticker.systemTicker());
    }

    /** Everything that an answer depends on. */
    private record Question(
            Caller caller,
            boolean namesPlace,
            String policies,
            Instant hour,
            Registrations registrations,
            Map<String, SoleAccount> accounts,
            @Nullable Instant earlier) {}

    /** What is registered for the caller and those it acts for, and has not ended. */
    private record Registrations(
            List<Evidence> evidence,
            List<ExemptionGrant> exemptions,
            @Nullable Instant keyExpires,
            List<StopEntry> stops) {
        List<Evidence> validEvidence(Instant now) {
            return evidence.stream().filter(entry -> entry.isValidAt(now)).toList();
        }
    }

    /**
     * Returns what the caller may do.
     *
     * @throws io.facegate.call.Fault.Unauthenticated if the credential is not accepted
     * @throws io.facegate.call.Fault.Overloaded if the caller asks too often
     */
    public CallerPermissions read(Credential credential, Instant now) {
        var caller = identity.authenticate(credential, now);
        rate.count(caller.organisation().id() + ' ' + caller.key());
        return read(caller, namesPlace(credential.request()), now);
    }

    /**
     * Returns what a caller may do that was not authenticated here: an organisation whose registration somebody reads.
     *
     * @throws io.facegate.call.Fault.Overloaded if that is asked too often
     */
    public CallerPermissions read(Caller registeredCaller, Instant now) {
        return read(registeredCaller, false, now);
    }

    private CallerPermissions read(Caller caller, boolean namesPlace, Instant now) {
        var reading = clock.read();
        var asking = reading.state() == State.BEHIND
                ? withPreconditionFailure(caller, PreconditionFailure.CLOCK_BEHIND)
                : caller;
        var engine = policies.get();
        var question = new Question(
                asking,
                namesPlace,
                engine.digest(),
                now.truncatedTo(ChronoUnit.HOURS),
                new Registrations(
                        evidence(caller, now),
                        exemptions(caller, now),
                        registered.keyExpires(caller),
                        registered.stops()),
                providers.accounts(caller, calls.stream().map(HypotheticalCall::wire)),
                earlier(reading));
        var known = answers.getIfPresent(question);
        if (known != null && (known.until() == null || now.isBefore(known.until()))) {
            return known;
        }
        computations.count(caller.organisation().id());
        var answer = compute(engine, question, now);
        answers.put(question, answer);
        return answer;
    }

    private static @Nullable Instant earlier(Reading reading) {
        var time = ClockCheck.earlierPermitTime(reading);
        return time == null ? null : time.truncatedTo(ChronoUnit.HOURS);
    }

    private List<Evidence> evidence(Caller caller, Instant now) {
        return caller.delegationChain().stream()
                .flatMap(link -> registered.evidence(link.id()).stream())
                .filter(entry -> entry.until() == null || now.isBefore(entry.until()))
                .sorted(Comparator.comparing(Evidence::id))
                .toList();
    }

    private List<ExemptionGrant> exemptions(Caller caller, Instant now) {
        return caller.delegationChain().stream()
                .flatMap(link -> registered.exemptions(link.id()).stream())
                .filter(grant -> now.isBefore(grant.until()))
                .sorted(Comparator.comparing(ExemptionGrant::id))
                .toList();
    }

    private CallerPermissions compute(PolicyEngine engine, Question question, Instant now) {
        var operations = new ArrayList<OperationPermission>();
        for (var caller : question.namesPlace ? List.of(question.caller) : byPurpose(question.caller, now)) {
            operations.addAll(decide(engine, question, caller, now));
        }
        return new CallerPermissions(
                question.caller,
                question.registrations.keyExpires,
                question.policies,
                now,
                until(engine, question, now),
                operations);
    }

    /** The caller once for each purpose that it may declare; as it is where it declared one, or may call for none. */
    private List<Caller> byPurpose(Caller caller, Instant now) {
        if (caller.preconditionFailure() != PreconditionFailure.PURPOSE_MISSING) {
            return List.of(caller);
        }
        var open = caller.delegationChain().stream()
                .map(Organisation::purposes)
                .reduce(PermissionService::both)
                .orElse(Set.of());
        return open.isEmpty()
                ? List.of(caller)
                : open.stream()
                        .sorted()
                        .map(purpose -> declaring(caller, purpose, now))
                        .toList();
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        return one.stream().filter(other::contains).collect(Collectors.toSet());
    }

    private Caller declaring(Caller caller, String purpose, Instant now) {
        var exempt = new ExemptionLookup(registered::exemptions, purpose, caller.places(), now);
        return new Caller(
                exempt.apply(caller.organisation()),
                caller.principals().stream().map(exempt::apply).toList(),
                purpose,
                caller.places(),
                caller.context(),
                caller.credential(),
                DeclarationReader.findFailure(purpose, caller.delegationChain(), now));
    }

    /** A place is checked after the purpose, so a caller that names one must declare a purpose, too. */
    private static boolean namesPlace(Credential.Request request) {
        return request.headers().stream().anyMatch(line -> line.getKey().equalsIgnoreCase("Facegate-Place"));
    }

    private static Caller withPreconditionFailure(Caller caller, PreconditionFailure why) {
        return new Caller(
                caller.organisation(),
                caller.principals(),
                caller.purpose(),
                caller.places(),
                caller.context(),
                caller.credential(),
                why);
    }

    private List<OperationPermission> decide(PolicyEngine engine, Question question, Caller caller, Instant now) {
        var evidence = question.registrations.validEvidence(now);
        var enforceability = new PermitEnforceability(
                providers.bindings(),
                providers.names(),
                caller.sandbox(),
                caller.context().caseId() != null,
                evidence.stream().anyMatch(entry -> entry.caseId() != null));
        var stopped = new StoppedPermission(question.registrations.stops, !routed.isEmpty());
        var computation = new Computation(engine, question, now);
        var evaluators = new HashMap<String, PermissionEvaluator>();
        var groups = new LinkedHashMap<Kind, List<String>>();
        for (var call : calls) {
            var evaluator = evaluators.computeIfAbsent(
                    call.wire(), wire -> evaluator(computation, caller, wire, enforceability));
            var verdict = stopped.check(call, RoutedVerdict.decide(call, evaluator, question.accounts));
            var kind = new Kind(call.wire(), call.provider(), call.capabilities(), verdict);
            groups.computeIfAbsent(kind, any -> new ArrayList<>()).add(call.operation());
        }
        return groups.entrySet().stream()
                .map(group -> new OperationPermission(
                        caller.purpose(),
                        group.getKey().wire,
                        group.getKey().provider,
                        group.getValue(),
                        group.getKey().capabilities,
                        group.getKey().verdict))
                .toList();
    }

    /** The policies and the question that are computed, and the time. */
    private record Computation(PolicyEngine engine, Question question, Instant now) {}

    /** If the account that answers calls on this wire is known, they are judged with its places, like a real call. */
    private PermissionEvaluator evaluator(
            Computation one, Caller caller, String wire, PermitEnforceability enforceability) {
        var asking = caller.onWire(wire);
        var places = ConfiguredProviders.places(one.question.accounts.get(wire));
        var open = openFacts(asking, one.question, places == null, one.now);
        return new PermissionEvaluator(
                one.engine,
                ConfiguredProviders.processedIn(places, asking),
                open,
                routed,
                enforceability,
                one.now,
                one.question.earlier);
    }

    /** Operations of one kind are decided alike. */
    private record Kind(String wire, String provider, Set<Capability> capabilities, Verdict verdict) {}

    /**
     * What calls of this caller may settle either way: what a call states, and what evidence on file attests. A place is
     * open where several are registered and the call may name one of them.
     *
     * @param isPlaceUnknown whether such calls may be processed at more than one account
     */
    private OpenFacts openFacts(Caller caller, Question question, boolean isPlaceUnknown, Instant now) {
        var evidence = question.registrations.validEvidence(now);
        var open = EnumSet.of(Attribute.THRESHOLD, Attribute.REFERENCE);
        open.addAll(Attribute.COUNTED);
        if (providers.namesAccounts() && isPlaceUnknown) {
            open.add(Attribute.PROCESSED_IN);
        }
        if (!evidence.isEmpty() || !caller.context().equals(AttestedContext.NONE)) {
            open.add(Attribute.EVIDENCE);
        }
        Stream.concat(
                        evidence.stream().map(Evidence::facts),
                        Stream.of(caller.context().facts()))
                .flatMap(facts -> facts.keySet().stream())
                .map(Attribute::fromFact)
                .filter(Objects::nonNull)
                .forEach(open::add);
        if (caller.delegationChain().stream().anyMatch(link -> link.facts().containsKey(Attribute.USE_AGE.fact()))) {
            open.add(Attribute.USE_AGE);
        }
        if (caller.places().size() > 1) {
            open.add(Attribute.JURISDICTION);
            if (question.registrations.exemptions.stream().anyMatch(grant -> grant.countsAtOneOf(caller, now))) {
                open.add(Attribute.EXEMPTION);
            }
        }
        return new OpenFacts(open, !caller.method().equals("jwt"));
    }

    /** When a registration begins or ends. */
    private static List<Instant> dates(Organisation one) {
        var dates = new ArrayList<Instant>();
        var verification = one.verification();
        if (verification != null) {
            add(dates, verification.until());
        }
        one.purposeTerms().values().forEach(terms -> {
            add(dates, terms.from());
            add(dates, terms.until());
        });
        return dates;
    }

    private static void add(List<Instant> dates, @Nullable Instant date) {
        if (date != null) {
            dates.add(date);
        }
    }

    /**
     * The dates of the caller and of those it acts for. With the latter there is always one soon, so that the nearest
     * date tells nothing of theirs.
     */
    private static Stream<Instant> registrationDates(Question question) {
        var dates = new ArrayList<Instant>();
        for (var entry : question.registrations.evidence) {
            add(dates, entry.from());
            add(dates, entry.until());
        }
        add(dates, question.caller.credential().limits().from());
        for (var grant : question.registrations.exemptions) {
            add(dates, grant.from());
            add(dates, grant.until());
        }
        question.caller.delegationChain().forEach(link -> dates.addAll(dates(link)));
        if (!question.caller.principals().isEmpty()) {
            dates.add(question.hour.plus(Duration.ofHours(1)));
        }
        return dates.stream();
    }

    private static @Nullable Instant until(PolicyEngine engine, Question question, Instant now) {
        var call = HypotheticalCall.NONE.plain();
        return Stream.concat(
                        Stream.of(engine.nextChange(question.caller, call, now), question.registrations.keyExpires),
                        registrationDates(question))
                .filter(Objects::nonNull)
                .filter(moment -> moment.isAfter(now))
                .min(Instant::compareTo)
                .orElse(null);
    }
}
