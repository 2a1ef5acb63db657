package io.facegate.console.policy;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePage;
import io.facegate.console.ConsolePages;
import io.facegate.console.LoggedInFilter;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.policy.explain.ExplainedCall;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.policy.CallTrials;
import io.facegate.usecase.policy.PolicyLibrary;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The page that tries a call: what would happen to it, and why. Nothing is sent or recorded. */
@Path("/console/try")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class TrialResource {
    private static final int LISTED = 300;

    private final PolicyLibrary library;
    private final CallTrials trials;
    private final AuditedRecords records;

    TrialResource(PolicyLibrary library, CallTrials trials, AuditedRecords records) {
        this.library = library;
        this.trials = trials;
        this.records = records;
    }

    /** Redirects an address with a form's blank fields to the one without, worth keeping. */
    @GET
    public Response attempt(@Context UriInfo asked, @Context ContainerRequestContext request) {
        var page = PageLanguage.fromRequest(request);
        var policySet = library.verified(library.digest());
        if (policySet.isEmpty()) {
            return PolicyPages.altered(page);
        }
        var query = TrialQuery.of(page, asked.getQueryParameters());
        if (query.blanks() && query.problems().isEmpty()) {
            return Response.seeOther(URI.create(address(query))).build();
        }
        return answer(PolicySpeech.of(page), policySet.get(), query, LoggedInFilter.viewer(request));
    }

    private static String address(TrialQuery query) {
        return query.values().isEmpty()
                ? ConsolePage.TRY.address()
                : query.values().entrySet().stream()
                        .flatMap(one ->
                                one.getValue().stream().map(value -> one.getKey() + '=' + PolicySpeech.encode(value)))
                        .collect(Collectors.joining("&", ConsolePage.TRY.address() + '?', ""));
    }

    private Response answer(PolicySpeech speech, PolicySet inForce, TrialQuery query, String viewer) {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var call = query.isAsked() ? call(speech.page(), query, now) : null;
        var policies = call == null || !PoliciesForTrial.isPast(call.now(), now)
                ? PoliciesForTrial.now(inForce)
                : PoliciesForTrial.of(PolicySetOnDay.readAt(call.now(), library, records, viewer), inForce);
        var trial = call == null
                ? null
                : attempt(call, policies, speech.page().language()).orElse(null);
        if (call != null && trial == null) {
            return PolicyPages.altered(speech.page());
        }
        var form = new TrialForm(speech, query, inForce, organisations());
        var view = new TrialView(speech, trial, policies);
        return PolicyPages.html(
                query.problems().isEmpty() ? 200 : 400, PolicyPages.Templates.trial(speech.page(), form, view));
    }

    private Optional<CallTrials.Trial> attempt(ExplainedCall call, PoliciesForTrial policies, Language language) {
        return policies.source() == PoliciesForTrial.Source.OF_THE_DAY
                ? Optional.of(trials.attempt(call, language, policies.set()))
                : trials.attempt(call, language);
    }

    private List<io.facegate.identity.Organisation> organisations() {
        try {
            return trials.organisations(LISTED);
        } catch (Fault.RegistryDown unreadable) {
            return List.of();
        }
    }

    /** The call that the address describes; null, with a problem in the query, if its organisation is not registered. */
    private @Nullable ExplainedCall call(PageLanguage page, TrialQuery query, Instant now) {
        var id = query.one("organisation");
        if (id == null) {
            var type = query.one("type");
            return query.call(now, type == null ? "" : type).explained();
        }
        var organisation = trials.organisation(id);
        if (organisation.isEmpty()) {
            query.problems().put("organisation", page.fill("trial.problem.organisation", PolicySpeech.shown(id)));
            return null;
        }
        return trials.asRegistered(
                organisation.get(), query.call(now, organisation.get().type()));
    }

    @ServerExceptionMapper
    public Response busy(CallTrials.Busy busy, ContainerRequestContext request) {
        return ConsolePages.notice(PageLanguage.fromRequest(request), 503, "trial.busy");
    }

    @ServerExceptionMapper
    public Response unreadable(Fault.RegistryDown down, ContainerRequestContext request) {
        return ConsolePages.notice(PageLanguage.fromRequest(request), 503, "trial.registry");
    }
}
