package io.facegate.vendor.faceplusplus.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.OperationEffect;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Caller;
import io.facegate.vendor.client.CallFailedException;
import io.facegate.vendor.client.CallResources;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.NewResource;
import io.facegate.vendor.client.OwnedItemPages;
import io.facegate.vendor.client.OwnerPrefix;
import io.facegate.vendor.client.ReplyBodies;
import io.facegate.vendor.client.ResourceOwnership;
import io.facegate.vendor.client.ResourceUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The faces and face sets of one call. All organisations share the operator's account: the vendor's tokens are on record
 * with their owner, and the caller's own names of face sets have the owner's prefix at the vendor.
 */
record FacePlusPlusCallResources(ResourceOwnership ownership, Caller caller, FaceCall call)
        implements CallResources<FaceCall> {
    private static final String VENDOR = FacePlusPlusProvider.VENDOR;
    static final String OUTER_ID = "outer_id";
    static final String TOKENS = "face_tokens";
    private static final String FACE_SET = "faceset_token";
    private static final String FACE_TOKEN = "face_token";
    private static final List<String> ONE_FACE = List.of(FACE_TOKEN, "face_token1", "face_token2");
    private static final List<String> SEEN_FACES = List.of("faces", "faces1", "faces2");
    private static final int LONGEST_NAME = 255;
    private static final OwnedItemPages.Fields PAGES = new OwnedItemPages.Fields("facesets", "next", "start", 100);

    private static ResourceId faceSet(String id) {
        return new ResourceId(VENDOR, ResourceKind.COLLECTION, id);
    }

    private static ResourceId face(String token) {
        return new ResourceId(VENDOR, ResourceKind.FACE, token);
    }

    /** Returns the id of the face set that an organisation names so. */
    static ResourceId named(Caller caller, String name) {
        return faceSet(OwnerPrefix.of(caller).addTo(name));
    }

    @Override
    public OperationEffect effect() {
        return VendorApi.FACEPLUSPLUS.requireOperation(call.operation()).effect();
    }

    private boolean is(String operation) {
        return call.operation().equals(operation);
    }

    private Optional<String> text(String field) {
        return call.params().get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns the tokens of faces in its list. */
    private List<String> tokens() {
        return text(TOKENS).map(text -> List.of(text.split(",", -1))).orElse(List.of());
    }

    /** In place of tokens, the vendor takes a word for all faces of a face set. */
    @Override
    public @Nullable PreconditionFailure findPreconditionFailure() {
        return tokens().stream().anyMatch("RemoveAllFaceTokens"::equalsIgnoreCase)
                ? PreconditionFailure.UNKNOWN_HANDLE
                : null;
    }

    @Override
    public List<ResourceUse> uses() {
        var uses = new ArrayList<ResourceUse>();
        var unowned = is("CreateFaceSet") ? null : PreconditionFailure.GALLERY_NOT_OWNED;
        text(FACE_SET).ifPresent(token -> uses.add(ResourceUse.of(FACE_SET, faceSet(token), unowned, false)));
        text(OUTER_ID).ifPresent(name -> uses.add(ResourceUse.of(OUTER_ID, named(caller, name), unowned, false)));
        // What is removed from an organisation's own face set is its own.
        var listed = act().stops() ? Stream.<String>of() : tokens().stream();
        Stream.concat(ONE_FACE.stream().map(this::text).flatMap(Optional::stream), listed)
                .map(token -> ResourceUse.of(FACE_TOKEN, face(token), PreconditionFailure.UNKNOWN_HANDLE, false))
                .forEach(uses::add);
        return uses;
    }

    @Override
    public NamedResources named() {
        var ids = uses().stream().map(ResourceUse::id).collect(Collectors.toSet());
        return new NamedResources(ids, is("CreateFaceSet") || is("DeleteFaceSet"));
    }

    @Override
    public FaceCall toUpstream() {
        int left = LONGEST_NAME - ownerPrefix().length();
        var name = text(OUTER_ID).orElse(null);
        if (name != null && name.length() > left) {
            var why = "BAD_ARGUMENTS: outer_id has more than " + left + " characters";
            throw new CallFailedException(Reply.Failure.INVALID_PARAMETER, why, "gallery");
        }
        return name == null ? call : call.withParam(OUTER_ID, ownerPrefix() + name);
    }

    @Override
    public Reply send(FaceCall request, Function<FaceCall, Reply> vendor) {
        return is("GetFaceSets")
                ? new OwnedItemPages(request, PAGES, this::isOwnFaceSet).collect(vendor)
                : vendor.apply(request);
    }

    /** A face set that is gone has two names; only the answer has both. A face that is not removed stays. */
    @Override
    public List<ResourceId> erased(Reply.Verbatim answer) {
        var body = ReplyBodies.EXACT.requireObject(answer.body());
        return is("DeleteFaceSet")
                ? Stream.of(FACE_SET, OUTER_ID)
                        .map(name -> faceSet(body.path(name).asText("")))
                        .filter(id -> ownership.isOwn(caller, id))
                        .toList()
                : act().stops()
                        ? done(body).filter(id -> ownership.mayUse(caller, id)).toList()
                        : List.of();
    }

    /** Returns the faces of the request's list that the answer does not name as failed. */
    private Stream<ResourceId> done(ObjectNode body) {
        var failed = body.path("failure_detail").findValuesAsText(FACE_TOKEN);
        return tokens().stream().filter(token -> !failed.contains(token)).map(FacePlusPlusCallResources::face);
    }

    @Override
    public String ownerPrefix() {
        return OwnerPrefix.of(caller).text();
    }

    @Override
    public Reply.Verbatim toDownstream(Reply.Verbatim answer, Consumer<NewResource> register) {
        var body = ReplyBodies.EXACT.requireObject(answer.body());
        registerMade(body, register);
        removeOwner(body);
        removeForeignFaceSets(body);
        if (!keepsFaces()) {
            // Without the capability to keep templates, their tokens are not told.
            facesSeen(body).forEach(one -> ((ObjectNode) one).remove(FACE_TOKEN));
        }
        return answer.withBody(ReplyBodies.EXACT.write(body));
    }

    /** A new face set is on record under both of its names; what was added to one stays until it is removed. */
    private void registerMade(ObjectNode body, Consumer<NewResource> register) {
        boolean creates = is("CreateFaceSet");
        if (creates) {
            register.accept(new NewResource(faceSet(NewResource.requireId(body.path(FACE_SET))), null));
            text(OUTER_ID).ifPresent(name -> register.accept(new NewResource(named(caller, name), null)));
        }
        if (creates || is("AddFaces")) {
            done(body).forEach(id -> register.accept(new NewResource(id, null)));
        }
        if (keepsFaces()) {
            facesSeen(body)
                    .forEach(one -> register.accept(
                            new NewResource(face(NewResource.requireId(one.path(FACE_TOKEN))), keptFor())));
        }
    }

    /** Returns how long the vendor keeps the faces of pictures, or null if the operation looks at none. */
    private @Nullable Duration keptFor() {
        var made = effect().makes();
        return made == null ? null : made.lifetime();
    }

    /** Returns true if tokens of faces are told; other wires have no place for them. */
    private boolean keepsFaces() {
        return call.route() == null && call.facts().capabilities().contains(Capability.ENROLL);
    }

    /** Returns the faces that were found in pictures. */
    private List<JsonNode> facesSeen(ObjectNode body) {
        var lists = keptFor() == null ? List.<String>of() : SEEN_FACES;
        return lists.stream().flatMap(list -> body.path(list).valueStream()).toList();
    }

    /** Removes face sets that are not on record as the caller's, for its purpose. */
    private void removeForeignFaceSets(ObjectNode body) {
        if (body.path("facesets") instanceof ArrayNode all) {
            all.removeIf(one -> !isOwnFaceSet(one));
            all.forEach(this::removeOwner);
        }
    }

    private boolean isOwnFaceSet(JsonNode one) {
        return one.isObject()
                && ownership.mayUse(caller, faceSet(one.path(FACE_SET).asText("")));
    }

    private void removeOwner(JsonNode from) {
        var name = from.path(OUTER_ID).asText("");
        if (from instanceof ObjectNode object && !name.isEmpty()) {
            object.put(
                    OUTER_ID, Objects.requireNonNullElse(OwnerPrefix.of(caller).removeFrom(name), ""));
        }
    }
}
