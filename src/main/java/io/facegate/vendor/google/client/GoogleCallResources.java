package io.facegate.vendor.google.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.catalogue.OperationEffect;
import io.facegate.catalogue.OperationEffect.MixedList;
import io.facegate.identity.Caller;
import io.facegate.vendor.client.CallResources;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.NewResource;
import io.facegate.vendor.client.ResourceOwnership;
import io.facegate.vendor.client.ResourceUse;
import io.facegate.vendor.client.RestRequestWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The long-running operations of one call, and the gateway's own page tokens. */
final class GoogleCallResources implements CallResources<FaceCall> {
    private static final String NEXT = "nextPageToken";

    private final ResourceOwnership ownership;
    private final Caller caller;
    private final GoogleResourceEffect named;
    private final @Nullable String owner;

    /** @param owner the id of the organisation that owns the project alone, or null when several share it */
    GoogleCallResources(ResourceOwnership ownership, Caller caller, @Nullable String owner, FaceCall call) {
        this.ownership = ownership;
        this.caller = caller;
        this.named = GoogleResourceEffect.ofCall(call);
        this.owner = owner;
    }

    @Override
    public @Nullable PreconditionFailure findPreconditionFailure() {
        var whose = caller.delegationChain().getLast();
        boolean apart = whose.id().equals(owner);
        if (!apart && named.touchesProducts()) {
            return PreconditionFailure.GALLERY_NOT_OWNED;
        }
        return !apart && named.namesProject()
                ? PreconditionFailure.REFERENCE_NOT_OWNED
                : GoogleExternalReferences.findPreconditionFailure(whose, named.call());
    }

    @Override
    public OperationEffect effect() {
        return named.effect();
    }

    @Override
    public List<ResourceUse> uses() {
        return named().ids().stream()
                .map(id -> ResourceUse.of("", id, PreconditionFailure.UNKNOWN_HANDLE, true))
                .toList();
    }

    @Override
    public NamedResources named() {
        return named.namedResources();
    }

    /** Replaces the gateway's page token by the vendor's. */
    @Override
    public FaceCall toUpstream() {
        var call = named.call();
        var page = named.page();
        if (page == null) {
            return call;
        }
        var token = ownership
                .token(page)
                .orElseThrow(() -> new Fault.ProviderDown("The page token has expired; nothing was sent."));
        var query = new LinkedHashMap<Object, Object>(
                RestRequestWriter.asMap(call.params().get(GoogleRequestWriter.QUERY)));
        query.put("pageToken", token);
        return call.withParam(GoogleRequestWriter.QUERY, query);
    }

    @Override
    public Reply.Verbatim toDownstream(Reply.Verbatim answer, Consumer<NewResource> register) {
        var makes = effect().makes();
        if (makes != null) {
            var name = read(answer).path(makes.field()).asText();
            if (name.isEmpty()) {
                throw new Fault.ProviderDown("The provider's answer does not name the operation that it started.");
            }
            register.accept(new NewResource(GoogleResourceEffect.job(name), makes.lifetime()));
        }
        var lists = effect().lists();
        return lists == null
                ? answer
                : answer.withBody(GoogleReplyReader.JSON.write(ownOperations(lists, read(answer), register)));
    }

    /** Returns the list with only the caller's own operations. */
    private ObjectNode ownOperations(MixedList lists, ObjectNode list, Consumer<NewResource> register) {
        var kept = list.arrayNode();
        var field = lists.fields().getFirst();
        for (var operation : list.path(field)) {
            if (ownership.mayUse(
                    caller,
                    GoogleResourceEffect.job(operation.path(lists.item()).asText()))) {
                kept.add(operation);
            }
        }
        var next = list.path(NEXT).asText();
        list.removeAll().set(field, kept);
        if (!next.isEmpty()) {
            var token = UUID.randomUUID().toString();
            register.accept(new NewResource(GoogleResourceEffect.page(token), "", next, Duration.ofDays(1)));
            list.put(NEXT, token);
        }
        return list;
    }

    private static ObjectNode read(Reply.Verbatim reply) {
        return GoogleReplyReader.JSON.requireObject(reply.body());
    }
}
