package io.facegate.console.policy;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.LoggedInFilter;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.usecase.ledger.AuditedRecords;
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
import java.util.Optional;
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
                PolicyTestResultsView.of(PolicySpeech.of(page), analyses.tests(digest)),
                library.isProving());
        return PolicyPages.html(PolicyPages.Templates.policies(
                page, new PoliciesView(PolicySpeech.of(page), policySet.get(), known, Instant.now())));
    }

    /** A pack as it is in force, or as it was known on a day. */
    @GET
    @Path("/{pack}")
    public Response pack(
            @PathParam("pack") String id,
            @QueryParam("on") @Nullable String on,
            @Context ContainerRequestContext request) {
        var page = PageLanguage.fromRequest(request);
        if (on != null && !on.isBlank()) {
            return packOn(id, on, request);
        }
        var digest = library.digest();
        var policySet = library.verified(digest);
        if (policySet.isEmpty()) {
            return PolicyPages.altered(page);
        }
        var speech = PolicySpeech.of(page);
        var tests = PolicyTestResultsView.of(speech, analyses.tests(digest)).ofPack(id);
        var proofs = PoliciesView.proofs(speech, policySet.get(), library.isProving());
        return pack(policySet.get(), id)
                .map(pack -> new PackView(speech, pack, tests, Instant.now()))
                .map(view -> PolicyPages.html(
                        PolicyPages.Templates.policypack(page, new PackPage(view, proofs, digest, null))))
                .orElseGet(() -> ConsolePages.notice(page, 404, "policy"));
    }

    private Response packOn(String id, String on, ContainerRequestContext request) {
        var page = PageLanguage.fromRequest(request);
        var known = known(on, request);
        var policySet = known == null ? null : known.shown();
        if (known == null || policySet == null) {
            return ConsolePages.notice(page, 404, "policy");
        }
        var speech = PolicySpeech.of(page);
        return pack(policySet, id)
                .map(pack -> new PackView(
                        speech,
                        pack,
                        PolicyTestResultsView.ofThePast(speech),
                        known.known().moment()))
                .map(view -> PolicyPages.html(PolicyPages.Templates.policypack(
                        page, new PackPage(view, speech.say("known.proofs"), policySet.digest(), known))))
                .orElseGet(() -> ConsolePages.notice(page, 404, "policy"));
    }

    /** What was known on that day; null if it is not a past day, or today. */
    private @Nullable PastPoliciesView known(String on, ContainerRequestContext request) {
        var now = Instant.now();
        var day = PolicySetOnDay.day(on, now);
        return day == null
                ? null
                : new PastPoliciesView(
                        PolicySpeech.of(PageLanguage.fromRequest(request)),
                        PolicySetOnDay.read(day, now, library, records, LoggedInFilter.viewer(request)),
                        library.verified(library.digest()).orElse(null));
    }

    private static Optional<PolicyPack> pack(PolicySet policySet, String id) {
        return policySet.packs().stream().filter(pack -> pack.id().equals(id)).findFirst();
    }

    /** A rule as it is in force, or as it was known on a day. */
    @GET
    @Path("/{pack}/{rule}")
    public Response rule(
            @PathParam("pack") String pack,
            @PathParam("rule") String rule,
            @QueryParam("on") @Nullable String on,
            @Context ContainerRequestContext request) {
        var page = PageLanguage.fromRequest(request);
        var id = pack + '/' + rule;
        if (on != null && !on.isBlank()) {
            var known = known(on, request);
            var policySet = known == null ? null : known.shown();
            return html(page, known == null || policySet == null ? null : pageOn(page, policySet, id, known));
        }
        var policySet = library.verified(library.digest());
        return policySet.isEmpty() ? PolicyPages.altered(page) : html(page, page(page, policySet.get(), id));
    }

    private static Response html(PageLanguage page, @Nullable RulePage rule) {
        return rule == null
                ? ConsolePages.notice(page, 404, "policy")
                : PolicyPages.html(PolicyPages.Templates.policyrule(page, rule));
    }

    private @Nullable RulePage page(PageLanguage page, PolicySet policySet, String id) {
        var speech = PolicySpeech.of(page);
        var tests = PolicyTestResultsView.of(speech, analyses.tests(policySet.digest()))
                .ofRule(id);
        var proofs = PoliciesView.proofs(speech, policySet, library.isProving());
        return RulePage.find(page, policySet, id, Instant.now())
                .map(view -> new RulePage(view, tests, proofs, policySet.digest(), null))
                .orElse(null);
    }

    private static @Nullable RulePage pageOn(
            PageLanguage page, PolicySet policySet, String id, PastPoliciesView known) {
        var speech = PolicySpeech.of(page);
        return RulePage.find(page, policySet, id, known.known().moment())
                .map(view -> new RulePage(
                        view,
                        PolicyTestResultsView.ofThePast(speech),
                        speech.say("known.proofs"),
                        policySet.digest(),
                        known))
                .orElse(null);
    }

    /** Earlier policies; with two digests, what the second decides differently; with a day, what was known on it. */
    @GET
    @Path("/history")
    public Response history(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("on") @Nullable String on,
            @Context ContainerRequestContext request) {
        var page = PageLanguage.fromRequest(request);
        var revisions = PolicyRevisions.read(records, LoggedInFilter.viewer(request));
        var speech = PolicySpeech.of(page);
        if (from == null && to == null) {
            var known = on == null || on.isBlank() ? null : known(on, request);
            boolean wrong = on != null && !on.isBlank() && known == null;
            return PolicyPages.html(
                    wrong ? 400 : 200,
                    PolicyPages.Templates.policyhistory(
                            page,
                            new HistoryView(
                                    speech,
                                    revisions,
                                    library.digest(),
                                    null,
                                    known,
                                    wrong ? page.say("known.problem") : null)));
        }
        var compared = compare(from, to);
        var problem = compared == null ? page.say(problem(from, to)) : null;
        return PolicyPages.html(
                compared == null ? 400 : 200,
                PolicyPages.Templates.policyhistory(
                        page, new HistoryView(speech, revisions, library.digest(), compared, null, problem)));
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
}
