package io.facegate.admin;

import io.facegate.registry.Right;
import io.facegate.usecase.policy.CallTrials;
import io.facegate.usecase.policy.PolicyTrialAnswer;
import io.facegate.usecase.policy.QuestionFields;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tries calls that nobody made by the policies in force. Nothing is sent, changed or recorded: nobody's faces are
 * processed, and the answer clears no call. A trial takes a processor for up to seconds, so it is done on threads of
 * the platform, not on the few that carry calls.
 */
@Path(AdminAnswer.PREFIX + "/policies/try")
@Blocking
final class TrialsResource {
    private final CallTrials trials;

    TrialsResource(CallTrials trials) {
        this.trials = trials;
    }

    @POST
    @RequiresRight(Right.READ_REGISTRY)
    public Response attempt(@Context ContainerRequestContext request, InputStream in) {
        return AdminAnswer.of(() -> answer(JsonBody.read(in, PolicyTrialAnswer.FIELDS)));
    }

    private Response answer(JsonBody body) {
        try {
            return AdminAnswer.ok(PolicyTrialAnswer.of(trials, new Fields(body), Instant.now())
                    .orElseThrow(() -> new AdminProblem(
                            Status.SERVICE_UNAVAILABLE,
                            "policies_altered",
                            "The archive does not hold the policies in force as they were loaded, so their rules"
                                    + " cannot be shown.")));
        } catch (PolicyTrialAnswer.Mistake mistake) {
            throw AdminProblem.invalid(body.at(mistake.field()), String.valueOf(mistake.getMessage()));
        } catch (CallTrials.Busy busy) {
            throw new AdminProblem(Status.SERVICE_UNAVAILABLE, "overloaded", "Other calls are being tried. Try again.");
        }
    }

    /** The fields of a body. */
    private record Fields(JsonBody body) implements QuestionFields {
        @Override
        public @Nullable String text(String name) {
            return body.optionalText(name);
        }

        @Override
        public List<String> texts(String name) {
            return body.texts(name);
        }

        @Override
        public Map<String, List<String>> lists(String name) {
            return body.lists(name);
        }

        @Override
        public @Nullable Double share(String name) {
            return body.optionalShare(name);
        }

        @Override
        public @Nullable Instant moment(String name) {
            return body.optionalMoment(name);
        }
    }
}
