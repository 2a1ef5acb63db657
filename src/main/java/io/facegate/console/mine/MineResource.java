package io.facegate.console.mine;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsoleForm;
import io.facegate.console.ConsolePage;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.FailureSentences;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.console.registry.PermissionsPage;
import io.facegate.identity.Organisation;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.RegistryException;
import io.facegate.registry.TranslatedRefusal;
import io.facegate.usecase.ledger.MemberAppeals.Member;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistrationCheck;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** For the people of an organisation that calls: what it may do, its keys, its newest decisions, and how to set up a client. */
@Path("/console/mine")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class MineResource {
    private static final Logger LOG = Logger.getLogger(MineResource.class);
    private static final int NEWEST = 20;

    private final MineServices services;

    MineResource(MineServices services) {
        this.services = services;
    }

    @GET
    public Response mine(@Context ContainerRequestContext request) {
        return MemberRequest.show(request, (speech, member) -> page(speech, request, member, KeyResult.NONE));
    }

    /** Mints, rotates or revokes a key. What it answers holds the secrets of a new key, and no address does. */
    @POST
    @Path("/keys")
    public Response change(@Context ContainerRequestContext request, InputStream body) {
        return MemberRequest.show(request, (speech, member) -> {
            var form = read(body, ConsoleVisitor.of(request));
            return form == null
                    ? ConsolePages.notice(speech, 403, "foreign")
                    : page(speech, request, member, change(speech, member, new KeyForm(form)));
        });
    }

    static @Nullable ConsoleForm read(InputStream body, ConsoleVisitor visitor) {
        try {
            return ConsoleForm.read(body, visitor);
        } catch (IOException broken) {
            return null;
        }
    }

    private KeyResult change(PageLanguage speech, Member member, KeyForm form) {
        var keys = services.changing(member.person());
        try {
            return switch (form.form().text("act")) {
                case "mint" -> {
                    var minted = keys.mint(form.request(member.organisation(), RegistrationCheck.wireWords()));
                    minted.warnings().forEach(LOG::warn);
                    yield KeyResult.of(minted.key(), !minted.warnings().isEmpty());
                }
                case "rotate" -> {
                    requireSeen(member, form);
                    yield KeyResult.of(keys.rotate(form.key(), form.overlap(), null), false);
                }
                case "revoke" -> {
                    keys.revoke(form.key());
                    yield KeyResult.done(speech, "mine.key.isrevoked");
                }
                default -> KeyResult.refused(speech.say("work.choose"));
            };
        } catch (RegistryException.Unacceptable refused) {
            return KeyResult.refused(FailureSentences.of(speech, refused));
        } catch (RegistryException.Unusable | Fault failed) {
            LOG.warn("A key was not changed for its organisation", failed);
            return KeyResult.refused(FailureSentences.ofFault(speech, failed));
        }
    }

    /** A form that the browser sends again, such as after a reload, makes no second key. */
    private void requireSeen(Member member, KeyForm form) {
        boolean same = ownKeys(member).stream()
                .filter(key -> key.entry().id().equals(form.key()))
                .anyMatch(key -> MineView.end(key.entry()).equals(form.seen()));
        if (!same) {
            throw TranslatedRefusal.KEY_CHANGED.because(
                    "This key was changed meanwhile. Look at the list of keys below.");
        }
    }

    private List<CheckedEntry<KeyEntry>> ownKeys(Member member) {
        return new OrganisationKeys(services.access(member.person()))
                .list().stream()
                        .filter(key -> key.entry().request().organisation().equals(member.organisation()))
                        .toList();
    }

    /** What the policies say of the organisation's calls: what officers see, too. This can take some seconds. */
    @GET
    @Path("/permissions")
    public Response permissions(@Context ContainerRequestContext request) {
        return MemberRequest.show(
                request,
                (speech, member) -> PermissionsPage.show(
                        speech,
                        services.organisations(),
                        member.organisation(),
                        ConsolePage.MINE.address(),
                        member.person()));
    }

    private Response page(PageLanguage speech, ContainerRequestContext request, Member member, KeyResult result) {
        var now = Instant.now();
        var id = member.organisation();
        CheckedEntry<Organisation> own =
                new Organisations(services.access(member.person())).show(id).getFirst();
        var keys = ownKeys(member);
        var start = OwnDecisionsPage.before(request.getUriInfo());
        var query = RecordQuery.matchAll(NEWEST)
                .withFacet(SearchFacet.KIND, "DECISION")
                .withFacet(SearchFacet.ORGANISATION, id)
                .beforeIndex(start);
        var found = services.records().list(query, member.person()).records();
        var decisions = new OwnDecisionsPage(speech, id, found, NEWEST, start);
        var used = services.organisations()
                .lastUse(keys.stream().map(key -> key.entry().id()).toList());
        var page = new MineView.Page(speech, request.getUriInfo().getBaseUri(), now);
        var view = new MineView(
                page, own, keys, used, decisions, services.organisations().quotas(id, now));
        return ConsolePages.html(result.problem().isEmpty() ? 200 : 422, Templates.mine(speech, view, result));
    }

    /** The page template, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance mine(PageLanguage s, MineView view, KeyResult result);
    }
}
