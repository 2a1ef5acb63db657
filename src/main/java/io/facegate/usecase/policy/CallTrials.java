package io.facegate.usecase.policy;

import io.facegate.call.NearestChange;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerCredential;
import io.facegate.identity.Credential;
import io.facegate.identity.DeclarationReader;
import io.facegate.identity.IdentityDirectory;
import io.facegate.identity.Organisation;
import io.facegate.identity.VerifiedCredential;
import io.facegate.ledger.narrative.Narrative;
import io.facegate.policy.Decision;
import io.facegate.policy.OpenFacts;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.explain.Counterfactual;
import io.facegate.policy.explain.ExplainedCall;
import io.facegate.policy.explain.Explanation;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries calls that nobody made: what the policies in force would decide, and why. The engine that decides real calls
 * decides. Nothing is sent and nothing is recorded.
 */
public final class CallTrials {
    private static final int AT_ONCE = 2;
    private static final int PATIENCE_SECONDS = 5;
    private static final int CHANGES = 40;

    private final PolicyLibrary library;
    private final IdentityDirectory directory;
    private final Supplier<Collection<Organisation>> registered;
    private final AccountSelector accounts;
    private final Semaphore room = new Semaphore(AT_ONCE, true);

    /**
     * @param registered all organisations of the registry
     * @param accounts those of this gateway, as its routes choose them
     */
    public CallTrials(
            PolicyLibrary library,
            IdentityDirectory directory,
            Supplier<Collection<Organisation>> registered,
            AccountSelector accounts) {
        this.library = library;
        this.directory = directory;
        this.registered = registered;
        this.accounts = accounts;
    }

    /**
     * A tried call.
     *
     * @param rule the rule that decided; null for a built-in one
     * @param matched the rules that applied
     * @param unknown what was not said and would have mattered
     * @param nearest what a caller would be told to change; null if there is nothing
     * @param changes single changes that would reverse the decision, nearest first; at most {@value #CHANGES}
     * @param until the next date of a rule or of the caller's registration; null if there is none
     */
    public record Trial(
            Judged judged,
            @Nullable Rule rule,
            List<Rule> matched,
            List<Attribute> unknown,
            @Nullable NearestChange nearest,
            List<Counterfactual> changes,
            @Nullable Instant until) {
        public Trial {
            matched = List.copyOf(matched);
            unknown = List.copyOf(unknown);
            changes = List.copyOf(changes);
        }
    }

    /** The call, its decision, and the sentences that a record of it would have. */
    public record Judged(ExplainedCall call, Decision decision, Narrative narrative) {}

    /** Thrown if too many trials run at once. */
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy() {
            super("too many trials at once", null, false, false);
        }
    }

    /** The first registered organisations by id; at most so many. */
    public List<Organisation> organisations(int most) {
        return registered.get().stream()
                .sorted(Comparator.comparing(Organisation::id))
                .limit(most)
                .toList();
    }

    /** A registered organisation; empty if there is none with that id. */
    public Optional<Organisation> organisation(String id) {
        return directory.organisation(id);
    }

    /**
     * The call as made by a registered organisation: its type, facts, purposes, dates and exemptions are those of the
     * registry, read as for a real call.
     *
     * @param call its type and principals are ignored; a place that it names must be registered
     */
    public ExplainedCall asRegistered(Organisation organisation, SupposedCall call) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        if (call.party().purpose() != null) {
            headers.add(Map.entry("Facegate-Purpose", call.party().purpose()));
        }
        call.party().places().forEach(place -> headers.add(Map.entry("Facegate-Place", place)));
        var request = new Credential.Request("POST", "/", "", headers, "", true);
        var credential = new VerifiedCredential(
                new CallerCredential("sigv4", "question"), organisation.id(), List.of(), null, List.of(), null, null);
        var read = new DeclarationReader(directory).caller(credential, request, call.at());
        return new ExplainedCall(
                read.with(union(read, call.context()), read.places()),
                call.explained().call(),
                call.at(),
                call.known());
    }

    private static AttestedContext union(Caller read, AttestedContext supposed) {
        var evidence = new HashSet<>(read.context().evidence());
        evidence.addAll(supposed.evidence());
        return new AttestedContext(evidence, supposed.facts(), null);
    }

    /**
     * Tries a call by the policies in force.
     *
     * @return empty if the archive does not hold them unaltered, so that their rules cannot be shown
     * @throws Busy if too many trials run at once
     */
    public Optional<Trial> attempt(ExplainedCall call, Language language) {
        var policies = library.engine();
        return library.verified(policies.digest())
                .map(policySet -> inTurn(() -> attempt(policySet, policies, atAccount(call), language)));
    }

    /**
     * Tries a call by other policies than those in force, such as those of a past day.
     *
     * @param policySet verified, as the library returns it
     * @throws Busy if too many trials run at once
     */
    public Trial attempt(ExplainedCall call, Language language, PolicySet policySet) {
        return inTurn(() -> attempt(policySet, PolicyEngine.of(policySet), atAccount(call), language));
    }

    private Trial inTurn(Supplier<Trial> trial) {
        try {
            if (!room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
        try {
            return trial.get();
        } finally {
            room.release();
        }
    }

    /** The call at the account that would answer it, and where that account processes it. */
    private ExplainedCall atAccount(ExplainedCall call) {
        var account = accounts.choose(call.caller(), call.call());
        if (account == null) {
            return call;
        }
        var caller = account.processedIn().isEmpty()
                ? call.caller()
                : call.caller().withFact(Attribute.PROCESSED_IN.word(), account.processedIn());
        return new ExplainedCall(caller, call.call().withAccount(account), call.now(), call.known());
    }

    private Trial attempt(PolicySet policySet, PolicyEngine policies, ExplainedCall call, Language language) {
        var explanation = Explanation.explain(policySet, policies, call, CHANGES);
        var decision = explanation.decision();
        var rule = policySet.rules().stream()
                .filter(one -> one.id().equals(decision.rule()))
                .findFirst()
                .orElse(null);
        return new Trial(
                new Judged(call, decision, PolicyInspection.narrate(explanation, language)),
                rule,
                explanation.matched(),
                unknown(policies, call),
                decision instanceof Decision.Refuse
                        ? policies.findNearestChange(call.caller(), call.call(), call.now())
                        : null,
                explanation.changes(),
                until(policies, call));
    }

    /** The next date after the call of a rule, or of what is registered for the caller. */
    private @Nullable Instant until(PolicyEngine policies, ExplainedCall call) {
        var caller = call.caller();
        var dates = new ArrayList<@Nullable Instant>();
        dates.add(policies.nextChange(caller, call.call(), call.now()));
        for (var link : caller.delegationChain()) {
            dates.add(link.verification() == null ? null : link.verification().until());
            var terms = link.purposeTerms().get(String.valueOf(caller.purpose()));
            if (terms != null) {
                dates.add(terms.from());
                dates.add(terms.until());
            }
            for (var grant : directory.exemptions(link.id())) {
                dates.add(grant.from());
                dates.add(grant.until());
            }
        }
        return dates.stream()
                .filter(date -> date != null && date.isAfter(call.now()))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The attributes that were not said, each of which alone could turn the decision. */
    private static List<Attribute> unknown(PolicyEngine policies, ExplainedCall call) {
        var unknown = new ArrayList<Attribute>();
        for (var attribute : Attribute.values()) {
            if (isUnsaid(attribute, call)) {
                var open = new OpenFacts(Set.of(attribute), false);
                var bounds = policies.decideBounds(call.caller(), call.call(), open, call.now());
                if (!bounds.isPermitted() && !bounds.isRefused()) {
                    unknown.add(attribute);
                }
            }
        }
        return unknown;
    }

    private static boolean isUnsaid(Attribute attribute, ExplainedCall call) {
        var caller = call.caller();
        return switch (attribute) {
            case ORGANISATION, ORGANISATION_ID, ON_BEHALF_OF, CAPABILITY, PROVIDER, OPERATION, EXEMPTION -> false;
            case PURPOSE -> caller.purpose() == null;
            case JURISDICTION -> caller.places().isEmpty();
            case ESTABLISHED_IN -> caller.organisation().jurisdictions().isEmpty();
            case THRESHOLD -> call.call().facts().threshold() == null;
            case REFERENCE -> true;
            case EVIDENCE -> caller.context().evidence().isEmpty();
            default ->
                !caller.context().facts().containsKey(attribute.fact())
                        && !caller.organisation().facts().containsKey(attribute.fact());
        };
    }
}
