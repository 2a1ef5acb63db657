package io.facegate.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.call.RestOperations;
import io.facegate.ledger.Cleared;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One cleared call on its way: in the vendor's names there, in the caller's back, and what it made on record. */
final class AzureOwnedCall {
    private final ResourceOwners handles;
    private final FaceCall call;
    private final AzureGalleryNames names;
    private final AzureResourceEffect deed;
    private final AzureOwnershipRecorder entries;

    AzureOwnedCall(
            ResourceOwners handles, InstantSource clock, Cleared cleared, AzureGalleryNames names, FaceCall call) {
        this.handles = handles;
        this.call = call;
        this.names = names;
        this.deed = new AzureResourceEffect(RestOperations.AZURE_FACE.of(call.operation()));
        this.entries = new AzureOwnershipRecorder(handles, clock, cleared, names.organisation(), call);
    }

    /**
     * Goes to the vendor and brings back what its caller may see.
     *
     * @param vendor what it answers to a call
     * @throws Fault.RegistryDown when what was made cannot be put on record: nobody is told of it
     */
    Reply run(Function<FaceCall, Reply> vendor) {
        try {
            var params = places().changed(this::upstream);
            var list = names.apart() ? null : AzureSharedList.of(deed.route());
            return back(list == null ? vendor.apply(with(params)) : listed(list, params, vendor));
        } catch (TooLong name) {
            return new Reply.Failed(Reply.Failure.INVALID_PARAMETER, String.valueOf(name.getMessage()), "gallery");
        }
    }

    private AzureResourceFields places() {
        return new AzureResourceFields(deed.route(), call.params());
    }

    private FaceCall with(Map<String, @Nullable Object> params) {
        return call.saying(params);
    }

    private @Nullable Object upstream(AzureResourceRef thing, String field, @Nullable Object value) {
        if (!(value instanceof String given)) {
            throw new Fault.ProviderDown("The call names something that was not judged.");
        }
        if (thing.kind() != ResourceKind.COLLECTION) {
            return given;
        }
        var name = names.upstream(given);
        if (name.length() > AzureGalleryNames.LONGEST && given.length() <= AzureGalleryNames.LONGEST) {
            throw new TooLong(field, AzureGalleryNames.LONGEST - names.prefix().length());
        }
        return name;
    }

    /** Names that begin alike stand together in the vendor's order, so a list of galleries begins where they do. */
    private Reply listed(AzureSharedList list, Map<String, @Nullable Object> params, Function<FaceCall, Reply> vendor) {
        boolean pages = deed.route().query().contains("start");
        boolean gallery = list.thing().kind() == ResourceKind.COLLECTION;
        var sent = new AzureResourceFields(deed.route(), params);
        var start = sent.asked("start") instanceof String given ? given : gallery && pages ? names.prefix() : null;
        int asked = sent.asked("top") instanceof String top ? Integer.parseInt(top) : 0;
        return new AzureOwnedListing(
                        list,
                        from -> vendor.apply(with(from == null ? params : startingAt(params, from))),
                        item -> isOwn(list, item))
                .of(start, asked);
    }

    private static Map<String, @Nullable Object> startingAt(Map<String, @Nullable Object> params, String from) {
        var query = new LinkedHashMap<String, @Nullable Object>();
        if (params.get("query") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> query.put(String.valueOf(key), value));
        }
        query.put("start", from);
        var all = new LinkedHashMap<String, @Nullable Object>(params);
        all.put("query", query);
        return all;
    }

    private boolean isOwn(AzureSharedList list, JsonNode item) {
        var id = item.path(list.id()).asText();
        return list.thing().kind() == ResourceKind.COLLECTION
                ? names.downstream(id) != null
                : handles.find(list.thing().handle(id))
                        .filter(owned -> owned.organisation().equals(names.organisation()))
                        .isPresent();
    }

    private Reply back(Reply reply) {
        if (!(reply instanceof Reply.Verbatim given)) {
            return reply;
        }
        if (given.error() != null) {
            return names.apart() ? reply : given.with(withoutPrefix(given.body()));
        }
        named(deed.forgets(), (thing, id) -> handles.forget(names.handle(thing, id)));
        named(deed.chosen(), (thing, id) -> entries.of(names.handle(thing, id)));
        var work = given.envelope().work();
        if (work != null) {
            entries.work(work);
        }
        var made = deed.makes();
        if (made == null && (names.apart() || !deed.tellsNames())) {
            return reply;
        }
        var answer = AzureReplyBodies.read(given.body());
        if (made != null) {
            entries.all(made, deed, answer);
        }
        return names.apart() || !deed.tellsNames()
                ? reply
                : given.with(AzureReplyBodies.write(
                        AzureReplyBodies.renamed(answer, name -> names.downstream(String.valueOf(name)))));
    }

    /** Does something with what one field of the call names, if there is such a field. */
    private void named(@Nullable String field, BiConsumer<AzureResourceRef, String> then) {
        places().changed((thing, name, value) -> {
            if (name.equals(field) && value instanceof String id) {
                then.accept(thing, id);
            }
            return value;
        });
    }

    /** A prefix is of letters, digits and signs that JSON leaves alone. */
    private byte[] withoutPrefix(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        return text.replace(names.prefix(), "").getBytes(StandardCharsets.UTF_8);
    }

    /** A name has no room for what stands before it on a resource of many. */
    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong(String field, int most) {
            super(field + " must have at most " + most + " characters on this resource.", null, false, false);
        }
    }
}
