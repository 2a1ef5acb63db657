package io.facegate.console.mine;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.FailureSentences;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.console.mine.OwnAppealView.Entered;
import io.facegate.console.mine.OwnAppealView.Result;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.usecase.ledger.MemberAppeals;
import io.facegate.usecase.ledger.MemberAppeals.Member;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** For the people of an organisation that calls: a decision on one of its calls, and its appeals with their answers. */
@Path("/console/mine")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class OwnAppealsResource {
    private static final Logger LOG = Logger.getLogger(OwnAppealsResource.class);
    private static final String ID = "[0-9a-f-]{36}";

    private final MineServices services;

    OwnAppealsResource(MineServices services) {
        this.services = services;
    }

    @GET
    @Path("/appeals")
    public Response appeals(@Context ContainerRequestContext request) {
        return show(request, (speech, member) -> {
            var found = services.organisations().appealedDecisions(member.organisation(), member.person()).stream()
                    .map(id -> row(speech, member, id))
                    .flatMap(Optional::stream)
                    .filter(view -> !view.verified() || view.answer() != null)
                    .toList();
            return ConsolePages.html(200, Templates.mineappeals(speech, found));
        });
    }

    @GET
    @Path("/decisions/{id}")
    public Response decision(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return show(request, (speech, member) -> page(speech, member, id, Entered.NOTHING, Result.NONE));
    }

    @POST
    @Path("/decisions/{id}/appeal")
    public Response file(@PathParam("id") String id, @Context ContainerRequestContext request, InputStream body) {
        return show(request, (speech, member) -> {
            var form = MineResource.read(body, ConsoleVisitor.of(request));
            if (form == null) {
                return ConsolePages.notice(speech, 403, "foreign");
            }
            var entered = new Entered(form.text("text"), form.text("contact"));
            var result = id.matches(ID) ? file(speech, member, id, entered) : Result.NONE;
            return page(speech, member, id, result.problem().isEmpty() ? Entered.NOTHING : entered, result);
        });
    }

    /** Counts the request before anything is read. */
    private Response show(ContainerRequestContext request, MemberRequest page) {
        return MemberRequest.show(request, (speech, member) -> {
            try {
                services.appeals().countRead(member);
            } catch (Fault.Overloaded many) {
                return ConsolePages.notice(speech, 429, "reads");
            }
            return page.of(speech, member);
        });
    }

    private Result file(PageLanguage speech, Member member, String id, Entered entered) {
        try {
            var filed = services.appeals().file(member, id, entered.text(), entered.contact());
            return switch (filed) {
                case WAITS -> new Result(speech.say("mine.appeal.waits"), "");
                case UNKNOWN -> new Result("", speech.say("mine.appeal.unknown"));
                case OTHER_WAITS -> new Result("", speech.say("mine.appeal.other"));
                case DECIDED -> new Result("", speech.say("mine.appeal.decided"));
                case UNREADABLE ->
                    new Result(
                            "",
                            speech.fill(
                                    "mine.appeal.unreadable",
                                    MemberAppeals.LONGEST_TEXT,
                                    MemberAppeals.LONGEST_CONTACT));
            };
        } catch (Fault.Overloaded many) {
            return new Result("", speech.say("mine.appeal.many"));
        } catch (Fault failed) {
            LOG.warn("An appeal of a member was not recorded", failed);
            return new Result("", FailureSentences.ofFault(speech, failed));
        }
    }

    private Response page(PageLanguage speech, Member member, String id, Entered entered, Result result) {
        int status = result.problem().isEmpty() ? 200 : 422;
        return view(speech, member, id, entered, result)
                .map(view -> ConsolePages.html(status, Templates.minedecision(speech, view)))
                .orElseGet(() -> ConsolePages.notice(speech, 404, "unknown"));
    }

    private Optional<OwnAppealView> view(
            PageLanguage speech, Member member, String id, Entered entered, Result result) {
        if (!id.matches(ID)) {
            return Optional.empty();
        }
        return services.records()
                .ownDecision(id, member.organisation(), member.person())
                .filter(DecisionDetails.class::isInstance)
                .map(found -> ((DecisionDetails) found).decision())
                .flatMap(found -> OwnDecisionsPage.line(speech, member.organisation(), found))
                .map(line -> view(speech, member, line, entered, result));
    }

    private OwnAppealView view(PageLanguage speech, Member member, OwnDecision line, Entered entered, Result result) {
        try {
            var answer = line.refused()
                    ? services.appeals().read(member.organisation(), line.id()).orElse(null)
                    : null;
            return new OwnAppealView(speech, line, true, answer, entered, result);
        } catch (Fault.LedgerTampered tampered) {
            return new OwnAppealView(speech, line, false, null, entered, result);
        }
    }

    /** One of the list: a decision that does not verify is told with its id alone. */
    private Optional<OwnAppealView> row(PageLanguage speech, Member member, String id) {
        boolean tampered = services.records()
                .ownDecision(id, member.organisation(), member.person())
                .filter(TamperedRecord.class::isInstance)
                .isPresent();
        return tampered
                ? Optional.of(OwnAppealView.unverified(speech, id))
                : view(speech, member, id, Entered.NOTHING, Result.NONE);
    }

    /** The page templates, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance mineappeals(PageLanguage s, List<OwnAppealView> found);

        static native TemplateInstance minedecision(PageLanguage s, OwnAppealView view);
    }
}
