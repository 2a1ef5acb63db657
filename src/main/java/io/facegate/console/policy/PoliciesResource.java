package io.facegate.console.policy;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.LoggedInFilter;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.policy.PolicyAnalyses;
import io.facegate.usecase.policy.PolicyLibrary;
import io.facegate.usecase.policy.PolicyRevisions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Pages with the policies in force, one pack, one rule, and earlier policies. */
@Path("/console/policies")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class PoliciesResource {
    private static final String DIGEST = "[0-9a-f]{64}";

    private final PolicyLibrary library;
    private final PolicyAnalyses analyses;
    private final AuditedRecords records;

    PoliciesResource(PolicyLibrary library, PolicyAnalyses analyses, AuditedRecords records) {
        this.library = library;
        this.analyses = analyses;
        this.records = records;
    }

    @GET
    public Response all(@Context ContainerRequestContext request) {
        var page = PageLanguage.fromRequest(request);
        var digest = library.digest();
        var policySet = library.verified(digest);
        if (policySet.isEmpty()) {
            return PolicyPages.altered(page);
        }
        var known = new PoliciesView.Known(
                PolicyRevisions.read(records, LoggedInFilter.viewer(request)),
                analyses.tests(digest),
                library.isProving());
        return PolicyPages.html(PolicyPages.Templates.policies(
                page, new PoliciesView(PolicySpeech.of(page), policySet.get(), known, Instant.now())));
    }

    @GET
    @Path("/{pack}")
    public Response pack(@PathParam("pack") String id, @Context ContainerRequestContext request) {
        var page = PageLanguage.fromRequest(request);
        var digest = library.digest();
        var policySet = library.verified(digest);
        if (policySet.isEmpty()) {
            return PolicyPages.altered(page);
        }
        var known = new PoliciesView.Known(
                new PolicyRevisions(List.of(), 0, true), analyses.tests(digest), library.isProving());
        return pack(policySet.get(), id)
                .map(pack -> PackView.of(PolicySpeech.of(page), pack, known, Instant.now()))
                .map(view -> PolicyPages.html(PolicyPages.Templates.policypack(page, view, digest)))
                .orElseGet(() -> ConsolePages.notice(page, 404, "policy"));
    }

    private static Optional<PolicyPack> pack(PolicySet policySet, String id) {
        return policySet.packs().stream().filter(pack -> pack.id().equals(id)).findFirst();
    }

    @GET
    @Path("/{pack}/{rule}")
    public Response rule(
            @PathParam("pack") String packId,
            @PathParam("rule") String ruleId,
            @Context ContainerRequestContext request) {
        var page = PageLanguage.fromRequest(request);
        var digest = library.digest();
        var policySet = library.verified(digest);
        if (policySet.isEmpty()) {
            return PolicyPages.altered(page);
        }
        var pack = pack(policySet.get(), packId).orElse(null);
        var rule = pack == null ? null : rule(pack, packId + '/' + ruleId);
        return pack == null || rule == null
                ? ConsolePages.notice(page, 404, "policy")
                : PolicyPages.html(PolicyPages.Templates.policyrule(page, page(page, pack, rule, digest)));
    }

    private static @Nullable Rule rule(PolicyPack pack, String id) {
        return pack.rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static RulePage page(PageLanguage page, PolicyPack pack, Rule rule, String digest) {
        var now = Instant.now();
        var others = Arrays.stream(Language.values())
                .filter(language -> language != page.language())
                .map(language -> PolicySpeech.of(new PageLanguage(language, page.here(), page.visitor())))
                .map(speech -> RuleView.of(speech, rule, now))
                .toList();
        return new RulePage(RuleView.of(PolicySpeech.of(page), rule, now), pack, others, digest);
    }

    /** Earlier policies; with two digests, what the second decides differently. */
    @GET
    @Path("/history")
    public Response history(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @Context ContainerRequestContext request) {
        var page = PageLanguage.fromRequest(request);
        var revisions = PolicyRevisions.read(records, LoggedInFilter.viewer(request));
        var speech = PolicySpeech.of(page);
        if (from == null && to == null) {
            return PolicyPages.html(PolicyPages.Templates.policyhistory(
                    page, new HistoryView(speech, revisions, library.digest(), null, null)));
        }
        var compared = compare(from, to);
        var problem = compared == null ? page.say(problem(from, to)) : null;
        return PolicyPages.html(
                compared == null ? 400 : 200,
                PolicyPages.Templates.policyhistory(
                        page, new HistoryView(speech, revisions, library.digest(), compared, problem)));
    }

    private HistoryView.@Nullable Compared compare(@Nullable String from, @Nullable String to) {
        if (from == null || to == null || !from.matches(DIGEST) || !to.matches(DIGEST)) {
            return null;
        }
        var was = library.verified(from);
        var is = library.verified(to);
        return was.isEmpty() || is.isEmpty()
                ? null
                : new HistoryView.Compared(was.get(), is.get(), analyses.difference(from, to));
    }

    private String problem(@Nullable String from, @Nullable String to) {
        if (from == null || to == null || !from.matches(DIGEST) || !to.matches(DIGEST)) {
            return "history.problem.digest";
        }
        return isAltered(from) || isAltered(to) ? "history.problem.altered" : "history.problem.missing";
    }

    private boolean isAltered(String digest) {
        return library.find(digest) instanceof PolicyLibrary.Kept.Altered;
    }

    @ServerExceptionMapper
    public Response unseen(ViewAudit.Unrecorded unable, ContainerRequestContext request) {
        return ConsolePages.unrecorded(PageLanguage.fromRequest(request), unable);
    }

    @ServerExceptionMapper
    public Response busy(Fault.Overloaded busy, ContainerRequestContext request) {
        return ConsolePages.notice(PageLanguage.fromRequest(request), 503, "computing");
    }

    @ServerExceptionMapper
    public Response failed(RuntimeException fault, ContainerRequestContext request) {
        return PolicyPages.failed(PageLanguage.fromRequest(request), fault);
    }
}
