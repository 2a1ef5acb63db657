package io.facegate.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import io.facegate.registry.ProposalMade;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.RegistryLines;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Answers of the admin API. Translates every failure of a use case to problem details, at this one place. */
final class AdminAnswer {
    static final String PREFIX = "/facegate/admin/v1";

    private static final Logger LOG = Logger.getLogger(AdminAnswer.class);
    private static final String JSON = "application/json";

    private AdminAnswer() {}

    /** Does work; a change that takes two people is answered 202 with the proposal that it became. */
    static Response of(Supplier<Response> work) {
        try {
            return work.get();
        } catch (ProposalMade waiting) {
            return proposal(waiting, Map.of());
        } catch (AdminProblem problem) {
            return problem.response();
        } catch (RegistryException.Unacceptable refused) {
            return new AdminProblem(AdminProblem.UNACCEPTABLE, "unacceptable", refused.sentence()).response();
        } catch (RegistryException.Incomplete partly) {
            return unavailable("change_incomplete", partly.sentence());
        } catch (RegistryException.Unusable unusable) {
            return unavailable("registry_unusable", unusable.sentence());
        } catch (ViewAudit.Unrecorded unrecorded) {
            return unavailable("ledger_down", String.valueOf(unrecorded.getMessage()));
        } catch (Fault fault) {
            return unavailable(fault.code(), String.valueOf(fault.getMessage()));
        } catch (RuntimeException unexpected) {
            LOG.error("A request of the admin API failed.", unexpected);
            return new AdminProblem(Status.INTERNAL_SERVER_ERROR, "fault", "Something broke. The log says what.")
                    .response();
        }
    }

    private static Response unavailable(String code, String detail) {
        return new AdminProblem(Status.SERVICE_UNAVAILABLE, code, detail).response();
    }

    /** A change that waits for a second person, and what else there is to say of it. */
    static Response proposal(ProposalMade waiting, Map<String, ? extends @Nullable Object> more) {
        var made = waiting.proposal();
        var proposal = new LinkedHashMap<String, @Nullable Object>(RegistryLines.toFields(made, Instant.now()));
        proposal.put("approvers", waiting.approvers());
        var body = new LinkedHashMap<String, @Nullable Object>(more);
        body.put("proposal", proposal);
        return Response.accepted(json(JsonMappers.PLAIN, body))
                .type(JSON)
                .location(URI.create(PREFIX + "/proposals/" + made.id()))
                .build();
    }

    static Response ok(Map<String, ? extends @Nullable Object> body) {
        return Response.ok(json(JsonMappers.PLAIN, body), JSON).build();
    }

    /** One entry with its version. */
    static Response entry(Status status, Map<String, ? extends @Nullable Object> entry) {
        return Response.status(status)
                .type(JSON)
                .entity(json(JsonMappers.PLAIN, entry))
                .tag(new EntityTag(VersionPrecondition.of(entry)))
                .build();
    }

    static Response created(Map<String, ? extends @Nullable Object> body) {
        return Response.status(Status.CREATED)
                .type(JSON)
                .entity(json(JsonMappers.PLAIN, body))
                .build();
    }

    static byte[] json(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }
}
