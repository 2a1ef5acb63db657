package io.facegate.usecase.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.explain.ExplainedCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call that nobody made, to ask how it would be decided.
 *
 * @param known amendments that became known later are ignored
 */
public record SupposedCall(Party party, Request request, AttestedContext context, Instant at, Instant known) {
    /** The id of a caller of whom only the type is known. */
    public static final String NOBODY = "somebody";

    /**
     * Who would call.
     *
     * @param id in the registry
     * @param principals types of organisations that it acts for
     * @param purpose the declared purpose, or null
     * @param places where it calls; empty if that is not known
     */
    public record Party(
            String id,
            String type,
            List<String> principals,
            @Nullable String purpose,
            List<String> places) {}

    /**
     * What would be called.
     *
     * @param operation the vendor's operation, or null
     * @param threshold the similarity asked for, or null
     */
    public record Request(
            String provider,
            @Nullable String operation,
            Set<Capability> capabilities,
            @Nullable Double threshold) {
        FaceCall call() {
            return new FaceCall(
                    provider,
                    operation == null ? "Unnamed" : operation,
                    FaceCall.Facts.of(capabilities).withThreshold(threshold),
                    new NormalizedRequest.VendorSpecific("It is a question, not a call."),
                    Map.of(),
                    null);
        }
    }

    /** The same as the engine is asked it. */
    public ExplainedCall explained() {
        var principals = party.principals.stream()
                .map(type -> organisation(NOBODY, type, List.of()))
                .toList();
        var caller = new Caller(
                organisation(party.id, party.type, party.places),
                principals,
                party.purpose,
                party.places,
                context,
                "sigv4",
                "question",
                null);
        return new ExplainedCall(caller, request.call(), at, known);
    }

    private static Organisation organisation(String id, String type, List<String> places) {
        return Organisation.builder(id, type).jurisdictions(places).build();
    }
}
