package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.RestOperations;
import io.facegate.ledger.Cleared;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Executes one cleared call: translates names to the vendor's and back, and records created resources. */
final class AzureOwnedCall {
    private final ResourceOwners handles;
    private final FaceCall call;
    private final AzureGalleryNames names;
    private final AzureResourceEffect resourceEffect;
    private final AzureOwnershipRecorder entries;

    AzureOwnedCall(
            ResourceOwners handles, InstantSource clock, Cleared cleared, AzureGalleryNames names, FaceCall call) {
        this.handles = handles;
        this.call = call;
        this.names = names;
        this.resourceEffect = new AzureResourceEffect(RestOperations.AZURE_FACE.byName(call.operation()));
        this.entries = new AzureOwnershipRecorder(handles, clock, cleared, names.organisation(), call);
    }

    /**
     * Sends the call and returns the answer that its caller may see.
     *
     * @param vendor sends a call to the vendor
     * @throws Fault.RegistryDown when a new resource cannot be recorded: then its id is not disclosed
     */
    Reply run(Function<FaceCall, Reply> vendor) {
        try {
            var params = places().changeAll(this::toUpstream);
            var list = names.dedicated() ? null : AzureMultiOwnerListing.forRoute(resourceEffect.route());
            return toDownstream(list == null ? vendor.apply(withParams(params)) : listOwned(list, params, vendor));
        } catch (NameTooLong name) {
            return new Reply.Failed(Reply.Failure.INVALID_PARAMETER, String.valueOf(name.getMessage()), "gallery");
        }
    }

    private AzureResourceFields places() {
        return new AzureResourceFields(resourceEffect.route(), call.params());
    }

    private FaceCall withParams(Map<String, @Nullable Object> params) {
        return call.withParams(params);
    }

    private @Nullable Object toUpstream(AzureResourceRef thing, String field, @Nullable Object value) {
        if (!(value instanceof String given)) {
            throw new Fault.ProviderDown("The call names a resource that was not judged.");
        }
        if (thing.kind() != ResourceKind.COLLECTION) {
            return given;
        }
        var name = names.toUpstream(given);
        if (name.length() > AzureGalleryNames.LONGEST && given.length() <= AzureGalleryNames.LONGEST) {
            throw new NameTooLong(
                    field, AzureGalleryNames.LONGEST - names.prefix().length());
        }
        return name;
    }

    /** Starts a list of galleries at the organisation's prefix, because the vendor sorts by name. */
    private Reply listOwned(
            AzureMultiOwnerListing list, Map<String, @Nullable Object> params, Function<FaceCall, Reply> vendor) {
        boolean pages = resourceEffect.route().query().contains("start");
        boolean gallery = list.resource().kind() == ResourceKind.COLLECTION;
        var sent = new AzureResourceFields(resourceEffect.route(), params);
        var start =
                sent.queryParameter("start") instanceof String given ? given : gallery && pages ? names.prefix() : null;
        int asked = sent.queryParameter("top") instanceof String top ? Integer.parseInt(top) : 0;
        return new AzureOwnedListing(
                        list,
                        from -> vendor.apply(withParams(from == null ? params : startListAt(params, from))),
                        item -> isOwn(list, item))
                .collect(start, asked);
    }

    private static Map<String, @Nullable Object> startListAt(Map<String, @Nullable Object> params, String from) {
        var query = new LinkedHashMap<String, @Nullable Object>();
        if (params.get("query") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> query.put(String.valueOf(key), value));
        }
        query.put("start", from);
        var all = new LinkedHashMap<String, @Nullable Object>(params);
        all.put("query", query);
        return all;
    }

    private boolean isOwn(AzureMultiOwnerListing list, JsonNode item) {
        var id = item.path(list.id()).asText();
        return list.resource().kind() == ResourceKind.COLLECTION
                ? names.toDownstream(id) != null
                : handles.find(list.resource().handle(id))
                        .filter(owned -> owned.organisation().equals(names.organisation()))
                        .isPresent();
    }

    private Reply toDownstream(Reply reply) {
        if (!(reply instanceof Reply.Verbatim given)) {
            return reply;
        }
        if (given.error() != null) {
            return names.dedicated() ? reply : given.withBody(withoutPrefix(given.body()));
        }
        ifNamed(resourceEffect.erasedField(), (thing, id) -> handles.remove(names.handle(thing, id)));
        ifNamed(resourceEffect.newNameField(), (thing, id) -> entries.record(names.handle(thing, id)));
        var work = given.envelope().jobId();
        if (work != null) {
            entries.recordJob(work);
        }
        var made = resourceEffect.createdKind();
        if (made == null && (names.dedicated() || !resourceEffect.mayHoldGalleryNames())) {
            return reply;
        }
        var answer = AzureReplyBodies.read(given.body());
        if (made != null) {
            entries.recordAll(made, resourceEffect, answer);
        }
        return names.dedicated() || !resourceEffect.mayHoldGalleryNames()
                ? reply
                : given.withBody(AzureReplyBodies.write(
                        AzureReplyBodies.renameGalleries(answer, name -> names.toDownstream(String.valueOf(name)))));
    }

    /** Applies an action to the value of a field, if the call has the field. */
    private void ifNamed(@Nullable String field, BiConsumer<AzureResourceRef, String> then) {
        places().changeAll((thing, name, value) -> {
            if (name.equals(field) && value instanceof String id) {
                then.accept(thing, id);
            }
            return value;
        });
    }

    /** Removes the prefix, which has only characters that JSON does not escape. */
    private byte[] withoutPrefix(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        return text.replace(names.prefix(), "").getBytes(StandardCharsets.UTF_8);
    }

    /** A name is too long with the organisation's prefix on a shared resource. */
    private static final class NameTooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NameTooLong(String field, int most) {
            super(field + " must have at most " + most + " characters on this resource.", null, false, false);
        }
    }
}
