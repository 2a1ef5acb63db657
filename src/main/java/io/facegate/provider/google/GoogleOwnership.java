package io.facegate.provider.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.OwnedResource;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Cleared;
import io.facegate.provider.RestRequestWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows whose the operations are that go on after their calls: before a call is judged, and when its answer comes. */
final class GoogleOwnership {
    private static final String NEXT = "nextPageToken";

    private final ResourceOwners handles;
    private final InstantSource clock;
    private final @Nullable String owner;

    /** @param owner the organisation that the project belongs to alone, or null where several share it */
    GoogleOwnership(ResourceOwners handles, InstantSource clock, @Nullable String owner) {
        this.handles = handles;
        this.clock = clock;
        this.owner = owner;
    }

    /** The call as it is to be judged: doubted, or with the capabilities of what it goes back to. */
    FaceCall judged(Caller caller, FaceCall call) {
        if (!call.provider().equals(GoogleRequestWriter.PROVIDER)) {
            return call.doubted(PreconditionFailure.UNKNOWN_OPERATION);
        }
        var deed = GoogleResourceEffect.of(call);
        var doubt = outside(principal(caller), deed);
        if (doubt != null) {
            return call.doubted(doubt);
        }
        var handle = deed.lists() ? deed.page() : deed.operation();
        if (handle == null) {
            return call;
        }
        var owned = handles.find(handle).orElse(null);
        if (owned == null) {
            return call.doubted(PreconditionFailure.UNKNOWN_HANDLE);
        }
        var objection = owned.doubts(principal(caller).id(), caller.purpose(), deed.stops());
        if (objection != null) {
            return call.doubted(objection);
        }
        return deed.inherits() ? owned.inheritedBy(call) : call;
    }

    private @Nullable PreconditionFailure outside(Organisation whose, GoogleResourceEffect deed) {
        boolean apart = whose.id().equals(owner);
        if (!apart && deed.touchesProducts()) {
            return PreconditionFailure.GALLERY_NOT_OWNED;
        }
        return !apart && deed.namesProject()
                ? PreconditionFailure.REFERENCE_NOT_OWNED
                : GoogleExternalReferences.doubt(whose, deed.call());
    }

    /** The call in the vendor's words: where a list goes on is a word of ours. */
    FaceCall upstream(FaceCall call) {
        var page = GoogleResourceEffect.of(call).page();
        if (page == null) {
            return call;
        }
        var token = handles.find(page)
                .map(OwnedResource::token)
                .orElseThrow(() -> new Fault.ProviderDown("The list's page is over; nothing was sent."));
        var params = new HashMap<String, @Nullable Object>(call.params());
        var query = new LinkedHashMap<Object, Object>(RestRequestWriter.words(params.get(GoogleRequestWriter.QUERY)));
        query.put("pageToken", token);
        params.put(GoogleRequestWriter.QUERY, query);
        return call.saying(params);
    }

    /**
     * The answer as its caller may see it, after what was made is on record.
     *
     * @throws Fault.RegistryDown when it cannot be put there: nobody is told of it
     */
    Reply.Verbatim back(Cleared cleared, FaceCall call, Reply.Verbatim reply) {
        var deed = GoogleResourceEffect.of(call);
        if (reply.status() != GoogleReplyReader.OK) {
            return reply;
        }
        var gone = deed.forgets() ? deed.operation() : null;
        if (gone != null) {
            handles.forget(gone);
        }
        if (deed.starts()) {
            var name = read(reply).path("name").asText();
            if (name.isEmpty()) {
                throw new Fault.ProviderDown("The provider's answer does not name the operation that it started.");
            }
            record(cleared, call, GoogleResourceEffect.job(name), "");
        }
        return deed.lists() ? reply.with(write(own(cleared, call, read(reply)))) : reply;
    }

    /** A list in which only the caller's own are left. */
    private ObjectNode own(Cleared cleared, FaceCall call, ObjectNode list) {
        var caller = cleared.caller();
        var kept = list.arrayNode();
        for (var operation : list.path("operations")) {
            handles.find(GoogleResourceEffect.job(operation.path("name").asText()))
                    .filter(owned -> owned.doubts(principal(caller).id(), caller.purpose(), false) == null)
                    .ifPresent(owned -> kept.add(operation));
        }
        var next = list.path(NEXT).asText();
        list.removeAll().set("operations", kept);
        if (!next.isEmpty()) {
            var token = UUID.randomUUID().toString();
            record(cleared, call, GoogleResourceEffect.page(token), next);
            list.put(NEXT, token);
        }
        return list;
    }

    private void record(Cleared cleared, FaceCall call, ResourceId handle, String token) {
        var now = clock.instant();
        boolean page = handle.kind() == ResourceKind.PAGE;
        handles.record(new OwnedResource(
                handle,
                principal(cleared.caller()).id(),
                cleared.caller().purpose(),
                page ? Set.of() : call.facts().capabilities(),
                null,
                "",
                token,
                cleared.decision(),
                now,
                now.plus(Duration.ofDays(page ? 1 : 7))));
    }

    /** Whose call it is in the end. */
    private static Organisation principal(Caller caller) {
        return caller.chain().getLast();
    }

    private static ObjectNode read(Reply.Verbatim reply) {
        try {
            if (GoogleReplyReader.JSON.readTree(reply.body()) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException broken) {
            // What stands in it is nobody's to see, so the fault says no more.
        }
        throw new Fault.ProviderDown("The provider's answer cannot be read, so whose it is cannot be told.");
    }

    private static byte[] write(ObjectNode body) {
        try {
            return GoogleReplyReader.JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException unwritable) {
            throw new Fault.ProviderDown("The provider's answer cannot be written again.");
        }
    }
}
