package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.ledger.Cleared;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records what one call created, before the answer is disclosed. */
final class AzureOwnershipRecorder {
    /** The vendor deletes sessions, their pictures and job results within this time. */
    private static final Duration RESULTS = Duration.ofDays(2);

    private static final long SECONDS_OF_A_DAY = 86_400;

    private final ResourceOwners handles;
    private final InstantSource clock;
    private final Cleared cleared;
    private final String organisation;
    private final FaceCall call;

    AzureOwnershipRecorder(
            ResourceOwners handles, InstantSource clock, Cleared cleared, String organisation, FaceCall call) {
        this.handles = handles;
        this.clock = clock;
        this.cleared = cleared;
        this.organisation = organisation;
        this.call = call;
    }

    /** Records all resources of a kind that an answer names. */
    void recordAll(ResourceKind made, AzureResourceEffect resourceEffect, JsonNode answer) {
        List<String> ids = answer.findValuesAsText(AzureResourceEffect.idField(made));
        boolean must = made == ResourceKind.PERSON || made == ResourceKind.SESSION;
        if (must && ids.isEmpty()) {
            throw new Fault.ProviderDown("The provider's answer does not name the resource that it made.");
        }
        var thing = new AzureResourceRef(
                made, made == ResourceKind.SESSION ? AzureResourceRef.sessions(resourceEffect.route()) : "");
        ids.forEach(id -> record(thing.handle(id)));
    }

    /** Records an asynchronous job. */
    void recordJob(String id) {
        record(new AzureResourceRef(ResourceKind.JOB, "").handle(id));
    }

    void record(ResourceId handle) {
        var now = clock.instant();
        handles.register(new OwnedResource(
                handle,
                organisation,
                cleared.caller().purpose(),
                call.facts().capabilities(),
                call.facts().threshold(),
                "",
                "",
                cleared.decision(),
                now,
                expires(handle.kind(), now)));
    }

    private @Nullable Instant expires(ResourceKind kind, Instant now) {
        return switch (kind) {
            case FACE -> now.plusSeconds(faceIdSeconds());
            case SESSION, IMAGE, JOB -> now.plus(RESULTS);
            default -> null;
        };
    }

    private long faceIdSeconds() {
        return call.params().get("query") instanceof Map<?, ?> query
                        && query.get("faceIdTimeToLive") instanceof String seconds
                ? Long.parseLong(seconds)
                : SECONDS_OF_A_DAY;
    }
}
