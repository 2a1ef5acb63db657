package io.facegate.admin;

import io.facegate.ledger.appeal.Appeal;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.registry.Right;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.Appeals;
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
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appeals of refused callers. Who looks is on record. */
@Path(AdminAnswer.PREFIX + "/appeals")
@RunOnVirtualThread
final class AppealsResource {
    private final AdminServices services;

    AppealsResource(AdminServices services) {
        this.services = services;
    }

    @GET
    @RequiresRight(Right.READ_RECORDS)
    public Response list(@Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var waiting = "true".equals(admin.query("waiting"));
            var all = use().list(admin.person().id()).stream()
                    .filter(appeal -> !waiting || appeal.isOpen())
                    .toList();
            return AdminAnswer.ok(admin.page(all, Appeal::decision, Appeals::toFields));
        });
    }

    @GET
    @Path("/{decision}")
    @RequiresRight(Right.READ_RECORDS)
    public Response get(@PathParam("decision") String id, @Context ContainerRequestContext request) {
        return AdminAnswer.of(() -> entry(require(id, AdminRequest.of(request))));
    }

    /** Answers an open appeal. The caller is told outcome and reason. */
    @POST
    @Path("/{decision}/answer")
    @RequiresRight(Right.ANSWER_APPEALS)
    public Response answer(
            @PathParam("decision") String id, @Context ContainerRequestContext request, InputStream body) {
        return AdminAnswer.of(() -> {
            var admin = AdminRequest.of(request);
            var outcome = AppealAct.fromOutcome(
                    JsonBody.read(body, List.of("outcome")).text("outcome"));
            if (outcome == null) {
                throw AdminProblem.invalid("/outcome", "It is one of upheld, rejected and needs_information.");
            }
            var person = new ActingPerson(admin.person().id(), admin.reason());
            admin.changing().requireAllowed(outcome.act());
            var appeal = require(id, admin);
            if (!appeal.isOpen()) {
                throw new AdminProblem(
                        AdminProblem.UNACCEPTABLE,
                        "unacceptable",
                        "The appeal is not open. Its state is " + appeal.state() + '.');
            }
            use().answer(id, outcome, person);
            return entry(require(id, admin));
        });
    }

    private Response entry(Appeal appeal) {
        var fields = new LinkedHashMap<String, @Nullable Object>(Appeals.toFields(appeal));
        fields.put(
                "steps",
                use().statements(appeal).stream().<Object>map(Appeals::toFields).toList());
        return AdminAnswer.entry(Status.OK, fields);
    }

    private Appeal require(String id, AdminRequest admin) {
        return use().show(id, admin.person().id()).orElseThrow(AdminProblem::notFound);
    }

    private Appeals use() {
        return services.appeals();
    }
}
