package io.facegate.console.decision;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.DecisionView;
import io.facegate.console.LoggedInFilter;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.console.TamperedView;
import io.facegate.console.integrity.IntegritySources;
import io.facegate.console.integrity.RecordStanding;
import io.facegate.console.integrity.RecordView;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.usecase.ledger.DecisionDossiers;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.LogTiles;
import io.facegate.usecase.registry.OrganisationProfiles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The page of one decision, what a browser needs to check it, and the bundle for somebody else. */
@Path("/console/decisions")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class DecisionResource {
    private static final Logger LOG = Logger.getLogger(DecisionResource.class);
    private static final String ID = "[A-Za-z0-9_-]{1,64}";

    private final DecisionDossiers dossiers;
    private final OrganisationProfiles organisations;
    private final LogTiles log;
    private final IntegritySources integrity;

    DecisionResource(
            DecisionDossiers dossiers, OrganisationProfiles organisations, LogTiles log, IntegritySources integrity) {
        this.dossiers = dossiers;
        this.organisations = organisations;
        this.log = log;
        this.integrity = integrity;
    }

    static String fileName(String id) {
        return "facegate-decision-" + id + ".zip";
    }

    /** The public key that a bundle is checked with, or an empty text. Later keys follow from it. */
    private String key() {
        try {
            return DisplayText.forPage(log.keys().lines().findFirst().orElse("").strip());
        } catch (Fault.LedgerDown unreadable) {
            LOG.warn("The log's key could not be read", unreadable);
            return "";
        }
    }

    @GET
    @Path("/{id}")
    public Response page(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var known =
                id.matches(ID) ? dossiers.find(id, LoggedInFilter.viewer(request)) : Optional.<CheckedDecision>empty();
        return known.map(found -> page(speech, ConsoleVisitor.of(request), found))
                .orElseGet(() -> unknown(speech));
    }

    private Response page(PageLanguage speech, ConsoleVisitor visitor, CheckedDecision found) {
        return switch (found) {
            case DecisionDetails details -> {
                var view = DecisionView.of(speech, details.decision());
                var page = new DecisionPage(
                        speech,
                        dossiers.read(details, speech.language()),
                        RegisteredEnd.of(speech, view, visitor, organisations));
                yield ConsolePages.html(200, Templates.decision(speech, view, page, key()));
            }
            case TamperedRecord tampered -> tampered(speech, tampered);
            case CheckedDecision.NotInTree _ -> ConsolePages.notice(speech, 404, "waiting");
        };
    }

    /** The page in place of a decision whose record was altered: which record, of when, and what to do. */
    private Response tampered(PageLanguage speech, TamperedRecord found) {
        var standing = integrity.record(found.index());
        var view = new RecordView(speech, standing == null ? new RecordStanding(found, null, null) : standing);
        return ConsolePages.tampered(speech, new TamperedView(speech, found), view.sentence());
    }

    /** A short letter to print, for whoever gets the bundle: what it is, how it is checked, and the key to compare. */
    @GET
    @Path("/{id}/letter")
    public Response letter(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var known =
                id.matches(ID) ? dossiers.find(id, LoggedInFilter.viewer(request)) : Optional.<CheckedDecision>empty();
        return known.map(found -> letter(speech, found)).orElseGet(() -> unknown(speech));
    }

    private Response letter(PageLanguage speech, CheckedDecision found) {
        return switch (found) {
            case DecisionDetails details -> {
                var view = DecisionView.of(speech, details.decision());
                var letter = new RegulatorLetterView(speech, view, key(), Instant.now());
                yield ConsolePages.html(200, Templates.letter(speech, view, letter));
            }
            case TamperedRecord tampered -> tampered(speech, tampered);
            case CheckedDecision.NotInTree _ -> ConsolePages.notice(speech, 404, "waiting");
        };
    }

    /** What the browser checks: the record with its path and the signed checkpoint. Nothing in it is taken on trust. */
    @GET
    @Path("/{id}/proof")
    public Response proof(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var answer = JsonMappers.PLAIN.createObjectNode();
        try {
            var found = id.matches(ID)
                    ? dossiers.proof(id, LoggedInFilter.viewer(request))
                    : Optional.<DecisionDossiers.DecisionProof>empty();
            if (found.isEmpty()) {
                return Response.status(Response.Status.NOT_FOUND).build();
            }
            fill(answer, found.get());
        } catch (Fault.LedgerTampered tampered) {
            answer.put("tampered", true);
        }
        return Response.ok(answer.toString(), MediaType.APPLICATION_JSON).build();
    }

    private static void fill(ObjectNode answer, DecisionDossiers.DecisionProof found) {
        var proof = found.proof();
        if (proof == null) {
            answer.put("waiting", true);
        } else {
            answer.put("proof", proof);
            var keys = answer.putArray("witnesses");
            found.witnesses().keys().forEach(keys::add);
            answer.put("quorum", found.witnesses().isQuorumMet());
        }
    }

    /** Hands out the evidence of a decision. Another site cannot have it made: its origin would be another. */
    @POST
    @Path("/{id}/bundle")
    public Response bundle(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        try {
            var viewer = LoggedInFilter.viewer(request);
            var zip = id.matches(ID) ? dossiers.bundle(id, viewer) : Optional.<byte[]>empty();
            return zip.map(bytes -> Response.ok(bytes, "application/zip")
                            .header("Content-Disposition", "attachment; filename=\"" + fileName(id) + '"')
                            .build())
                    .orElseGet(() -> unknown(speech));
        } catch (Fault.LedgerTampered tampered) {
            return ConsolePages.notice(speech, 500, "unbundled.tampered");
        } catch (Fault.LedgerDown | IOException unable) {
            LOG.error("A bundle could not be made", unable);
            return ConsolePages.notice(speech, 503, "unbundled");
        }
    }

    private static Response unknown(PageLanguage speech) {
        return ConsolePages.notice(speech, 404, "unknown");
    }

    /** The page's template, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance decision(PageLanguage s, DecisionView view, DecisionPage page, String key);

        static native TemplateInstance letter(PageLanguage s, DecisionView view, RegulatorLetterView letter);
    }
}
