package io.facegate.vendor.google.client;

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
import io.facegate.vendor.client.RestRequestWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ownership of long-running operations: checks calls before they are judged, and records started operations. */
final class GoogleOwnership {
    private static final String NEXT = "nextPageToken";

    private final ResourceOwners handles;
    private final InstantSource clock;
    private final @Nullable String owner;

    /** @param owner the id of the organisation that owns the project alone, or null when several share it */
    GoogleOwnership(ResourceOwners handles, InstantSource clock, @Nullable String owner) {
        this.handles = handles;
        this.clock = clock;
        this.owner = owner;
    }

    /** Returns the call to judge: with a precondition failure, or with the capabilities of its operation. */
    FaceCall prepareForDecision(Caller caller, FaceCall call) {
        if (!call.provider().equals(GoogleRequestWriter.PROVIDER)) {
            return call.withPreconditionFailure(PreconditionFailure.UNKNOWN_OPERATION);
        }
        var resourceEffect = GoogleResourceEffect.ofCall(call);
        var doubt = checkReferences(principal(caller), resourceEffect);
        if (doubt != null) {
            return call.withPreconditionFailure(doubt);
        }
        var named = resourceEffect.namedResources().ids();
        if (named.isEmpty()) {
            return call;
        }
        var owned = handles.find(named.iterator().next()).orElse(null);
        if (owned == null) {
            return call.withPreconditionFailure(PreconditionFailure.UNKNOWN_HANDLE);
        }
        var objection = owned.findPreconditionFailure(principal(caller).id(), caller.purpose(), resourceEffect.stops());
        if (objection != null) {
            return call.withPreconditionFailure(objection);
        }
        return resourceEffect.inheritsCapabilities() ? owned.addCapabilitiesTo(call) : call;
    }

    private @Nullable PreconditionFailure checkReferences(Organisation whose, GoogleResourceEffect resourceEffect) {
        boolean apart = whose.id().equals(owner);
        if (!apart && resourceEffect.touchesProducts()) {
            return PreconditionFailure.GALLERY_NOT_OWNED;
        }
        return !apart && resourceEffect.namesProject()
                ? PreconditionFailure.REFERENCE_NOT_OWNED
                : GoogleExternalReferences.findPreconditionFailure(whose, resourceEffect.call());
    }

    /** Returns the call as sent to the vendor: replaces the gateway's page token by the vendor's. */
    FaceCall toUpstream(FaceCall call) {
        var page = GoogleResourceEffect.ofCall(call).page();
        if (page == null) {
            return call;
        }
        var token = handles.find(page)
                .map(OwnedResource::token)
                .orElseThrow(() -> new Fault.ProviderDown("The list's page is over; nothing was sent."));
        var params = new HashMap<String, @Nullable Object>(call.params());
        var query = new LinkedHashMap<Object, Object>(RestRequestWriter.asMap(params.get(GoogleRequestWriter.QUERY)));
        query.put("pageToken", token);
        params.put(GoogleRequestWriter.QUERY, query);
        return call.withParams(params);
    }

    /**
     * Returns the answer that the caller may see, after recording what it created.
     *
     * @throws Fault.RegistryDown when a new resource cannot be recorded: then its id is not disclosed
     */
    Reply.Verbatim toDownstream(Cleared cleared, FaceCall call, Reply.Verbatim reply) {
        var resourceEffect = GoogleResourceEffect.ofCall(call);
        if (reply.status() != GoogleReplyReader.OK) {
            return reply;
        }
        var gone = resourceEffect.deletesOperation() ? resourceEffect.operation() : null;
        if (gone != null) {
            handles.remove(gone);
        }
        if (resourceEffect.startsOperation()) {
            var name = read(reply).path("name").asText();
            if (name.isEmpty()) {
                throw new Fault.ProviderDown("The provider's answer does not name the operation that it started.");
            }
            record(cleared, call, GoogleResourceEffect.job(name), "");
        }
        return resourceEffect.lists() ? reply.withBody(write(ownOperations(cleared, call, read(reply)))) : reply;
    }

    /** Returns the list with only the caller's own operations. */
    private ObjectNode ownOperations(Cleared cleared, FaceCall call, ObjectNode list) {
        var caller = cleared.caller();
        var kept = list.arrayNode();
        for (var operation : list.path("operations")) {
            handles.find(GoogleResourceEffect.job(operation.path("name").asText()))
                    .filter(owned ->
                            owned.findPreconditionFailure(principal(caller).id(), caller.purpose(), false) == null)
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
        handles.register(new OwnedResource(
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

    /** Returns the organisation that the call is finally for. */
    private static Organisation principal(Caller caller) {
        return caller.delegationChain().getLast();
    }

    private static ObjectNode read(Reply.Verbatim reply) {
        try {
            if (GoogleReplyReader.JSON.readTree(reply.body()) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException broken) {
            // The fault carries no details: nobody may see the body's content.
        }
        throw new Fault.ProviderDown("The provider's answer cannot be read, so its owner cannot be determined.");
    }

    private static byte[] write(ObjectNode body) {
        try {
            return GoogleReplyReader.JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException unwritable) {
            throw new Fault.ProviderDown("The provider's answer cannot be rewritten.");
        }
    }
}
