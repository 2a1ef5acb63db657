package io.facegate.admin;

import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationFiling;
import io.facegate.registry.Right;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.Authorisations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Authorisations after the fact. Who looks is on record. */
@Path(AdminAnswer.PREFIX + "/authorisations")
@RunOnVirtualThread
final class AuthorisationsResource {
    /** Further decisions that one request takes: each is a record of its own. */
    private static final int MOST_FURTHER = 100;

    private final AdminServices services;

    AuthorisationsResource(AdminServices services) {
        this.services = services;
    }

    @GET
    @RequiresRight(Right.READ_RECORDS)
    public Response list(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var now = Instant.now();
            var all = "true".equals(admin.query("waiting"))
                    ? use().waiting(admin.person().id(), now)
                    : use().list(admin.person().id());
            return AdminAnswer.ok(admin.page(all, Authorisation::decision, one -> Authorisations.toFields(one, now)));
        });
    }

    @GET
    @Path("/{decision}")
    @RequiresRight(Right.READ_RECORDS)
    public Response get(@PathParam("decision") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> entry(id, AdminRequest.of(request)));
    }

    @POST
    @Path("/{decision}/file")
    @RequiresRight(Right.JUDGE_AUTHORISATIONS)
    public Response file(@PathParam("decision") String id, @Context ContainerRequestContext request, InputStream body) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var fields = JsonBody.read(body, List.of("reference", "authority", "requested"));
            return step(id, admin, AuthorisationAct.FILE, filing(fields).text());
        });
    }

    private static AuthorisationFiling filing(JsonBody fields) {
        try {
            return new AuthorisationFiling(
                    fields.text("reference"), fields.text("authority"), fields.moment("requested"));
        } catch (Fault.LedgerDown wrong) {
            throw new AdminProblem(400, "invalid_parameter", String.valueOf(wrong.getMessage()));
        }
    }

    @POST
    @Path("/{decision}/grant")
    @RequiresRight(Right.JUDGE_AUTHORISATIONS)
    public Response grant(@PathParam("decision") String id, @Context ContainerRequestContext request) {
        return reasoned(id, request, AuthorisationAct.GRANT);
    }

    @POST
    @Path("/{decision}/reject")
    @RequiresRight(Right.STOP)
    public Response reject(@PathParam("decision") String id, @Context ContainerRequestContext request) {
        return reasoned(id, request, AuthorisationAct.REJECT);
    }

    @POST
    @Path("/{decision}/request-lift")
    @RequiresRight(Right.JUDGE_AUTHORISATIONS)
    public Response requestLift(@PathParam("decision") String id, @Context ContainerRequestContext request) {
        return reasoned(id, request, AuthorisationAct.REQUEST_LIFT);
    }

    @POST
    @Path("/{decision}/confirm-lift")
    @RequiresRight(Right.JUDGE_AUTHORISATIONS)
    public Response confirmLift(@PathParam("decision") String id, @Context ContainerRequestContext request) {
        return reasoned(id, request, AuthorisationAct.CONFIRM_LIFT);
    }

    @POST
    @Path("/{decision}/confirm-deletion")
    @RequiresRight(Right.JUDGE_AUTHORISATIONS)
    public Response confirmDeletion(@PathParam("decision") String id, @Context ContainerRequestContext request) {
        return reasoned(id, request, AuthorisationAct.CONFIRM_DELETION);
    }

    private Response reasoned(String id, ContainerRequestContext request, AuthorisationAct act) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            return step(id, admin, act, admin.reason());
        });
    }

    private Response step(String id, AdminRequest admin, AuthorisationAct act, String reason) {
        admin.reading().requireAllowed(act.act());
        var found = require(id, admin);
        var objection = found.objection(act, Instant.now());
        if (objection != null) {
            throw new AdminProblem(AdminProblem.UNACCEPTABLE, "unacceptable", objection);
        }
        int further = sameUse(admin) ? MOST_FURTHER : 0;
        int decisions = use().step(found, act, new ActingPerson(admin.person().id(), reason), further);
        return made(decisions, Authorisations.toFields(require(id, admin), Instant.now()));
    }

    /** The entry after a step, with the version of the entry, and for how many decisions the step is on record. */
    private static Response made(int decisions, Map<String, @Nullable Object> entry) {
        var body = new LinkedHashMap<>(entry);
        body.put("decisions", decisions);
        return Response.fromResponse(AdminAnswer.entry(Status.OK, entry))
                .entity(AdminAnswer.json(JsonMappers.PLAIN, body))
                .build();
    }

    private static boolean sameUse(AdminRequest admin) {
        var given = admin.query("same_use");
        if (given != null && !given.equals("true") && !given.equals("false")) {
            throw new AdminProblem(400, "invalid_parameter", "same_use is true or false.");
        }
        return "true".equals(given);
    }

    private Response entry(String id, AdminRequest admin) {
        return AdminAnswer.entry(Status.OK, Authorisations.toFields(require(id, admin), Instant.now()));
    }

    private Authorisation require(String id, AdminRequest admin) {
        return use().show(id, admin.person().id()).orElseThrow(AdminProblem::notFound);
    }

    private Authorisations use() {
        return services.authorisations();
    }
}
