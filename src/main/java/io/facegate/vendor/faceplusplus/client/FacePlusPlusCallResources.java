package io.facegate.vendor.faceplusplus.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.OperationEffect;
import io.facegate.identity.Caller;
import io.facegate.vendor.client.CallResources;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.NewResource;
import io.facegate.vendor.client.OwnerPrefix;
import io.facegate.vendor.client.ResourceOwnership;
import io.facegate.vendor.client.ResourceUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The faces and face sets of one call. All organisations share the operator's account: the vendor's tokens are on record
 * with their owner, and the caller's own names of face sets have the owner's prefix at the vendor.
 */
final class FacePlusPlusCallResources implements CallResources<FacePlusPlusRequest> {
    private static final String VENDOR = FacePlusPlusProvider.VENDOR;
    private static final String FACE_TOKEN = "face_token";
    private static final List<String> ONE_FACE = List.of(FACE_TOKEN, "face_token1", "face_token2");
    private static final List<String> SEEN_FACES = List.of("faces", "faces1", "faces2");
    private static final int LONGEST_NAME = 255;

    private final ResourceOwnership ownership;
    private final Caller caller;
    private final FaceCall call;
    private final FacePlusPlusRequest sent;
    private final OwnerPrefix prefix;

    FacePlusPlusCallResources(ResourceOwnership ownership, Caller caller, FaceCall call, FacePlusPlusRequest sent) {
        this.ownership = ownership;
        this.caller = caller;
        this.call = call;
        this.sent = sent;
        this.prefix = new OwnerPrefix(ResourceOwnership.owner(caller));
    }

    private static ResourceId faceSet(String id) {
        return new ResourceId(VENDOR, ResourceKind.COLLECTION, id);
    }

    private static ResourceId face(String token) {
        return new ResourceId(VENDOR, ResourceKind.FACE, token);
    }

    /** Returns the id of the face set that an organisation names so. */
    static ResourceId named(Caller caller, String name) {
        return faceSet(new OwnerPrefix(ResourceOwnership.owner(caller)).addTo(name));
    }

    @Override
    public OperationEffect effect() {
        return sent.operation().effect();
    }

    @Override
    public List<ResourceUse> uses() {
        var uses = new ArrayList<ResourceUse>();
        var unowned = sent.is("CreateFaceSet") ? null : PreconditionFailure.GALLERY_NOT_OWNED;
        var token = sent.text(FacePlusPlusRequest.FACE_SET);
        var name = sent.text(FacePlusPlusRequest.OUTER_ID);
        if (token != null) {
            uses.add(ResourceUse.of(FacePlusPlusRequest.FACE_SET, faceSet(token), unowned, false));
        }
        if (name != null) {
            uses.add(ResourceUse.of(FacePlusPlusRequest.OUTER_ID, named(caller, name), unowned, false));
        }
        var faces = new ArrayList<String>();
        ONE_FACE.forEach(field -> Optional.ofNullable(sent.text(field)).ifPresent(faces::add));
        // What is removed from an organisation's own face set is its own.
        faces.addAll(act().stops() ? List.of() : sent.tokens());
        faces.forEach(
                one -> uses.add(ResourceUse.of(FACE_TOKEN, face(one), PreconditionFailure.UNKNOWN_HANDLE, false)));
        return uses;
    }

    @Override
    public NamedResources named() {
        var ids = uses().stream().map(ResourceUse::id).collect(Collectors.toCollection(HashSet::new));
        return new NamedResources(ids, sent.is("CreateFaceSet") || sent.is("DeleteFaceSet"));
    }

    @Override
    public FacePlusPlusRequest toUpstream() {
        var name = sent.text(FacePlusPlusRequest.OUTER_ID);
        var own = name == null ? "" : prefix.addTo(name);
        if (own.length() > LONGEST_NAME) {
            throw new NotExpressible(
                    Failure.INVALID_PARAMETER,
                    "BAD_ARGUMENTS: outer_id has more than "
                            + (LONGEST_NAME - prefix.text().length()) + " characters",
                    "gallery");
        }
        return name == null ? sent : sent.with(FacePlusPlusRequest.OUTER_ID, own);
    }

    /** A face set that is gone has two names; only the answer has both. */
    @Override
    public List<ResourceId> erased(Reply.Verbatim answer) {
        var body = FacePlusPlusReplyReader.require(answer);
        var gone = sent.is("DeleteFaceSet")
                ? Stream.of(FacePlusPlusRequest.FACE_SET, FacePlusPlusRequest.OUTER_ID)
                        .map(name -> faceSet(body.path(name).asText("")))
                : act().stops() ? sent.tokens().stream().map(FacePlusPlusCallResources::face) : Stream.<ResourceId>of();
        return gone.filter(id -> ownership.isOwn(caller, id)).toList();
    }

    @Override
    public String ownerPrefix() {
        return prefix.text();
    }

    @Override
    public Reply.Verbatim toDownstream(Reply.Verbatim answer, Consumer<NewResource> register) {
        var body = FacePlusPlusReplyReader.require(answer);
        registerMade(body, register);
        boolean named = removeOwner(body);
        boolean listed = ownFaceSets(body);
        boolean changed = hideFaces(body) || named || listed;
        return changed ? answer.withBody(FacePlusPlusReplyReader.toBytes(body)) : answer;
    }

    /** A new face set is on record under both of its names; what was added to one stays until it is removed. */
    private void registerMade(ObjectNode body, Consumer<NewResource> register) {
        boolean creates = sent.is("CreateFaceSet");
        if (creates) {
            register.accept(new NewResource(faceSet(requireToken(body, FacePlusPlusRequest.FACE_SET)), null));
            var name = sent.text(FacePlusPlusRequest.OUTER_ID);
            Optional.ofNullable(name).ifPresent(own -> register.accept(new NewResource(named(caller, own), null)));
        }
        if (creates || sent.is("AddFaces")) {
            var failed = body.path("failure_detail").findValuesAsText(FACE_TOKEN);
            sent.tokens().stream()
                    .filter(token -> !failed.contains(token))
                    .forEach(token -> register.accept(new NewResource(face(token), null)));
        }
        if (keepsFaces()) {
            facesSeen(body)
                    .forEach(one -> register.accept(new NewResource(face(requireToken(one, FACE_TOKEN)), keptFor())));
        }
    }

    /** Returns how long the vendor keeps the faces of pictures, or null if the operation looks at none. */
    private @Nullable Duration keptFor() {
        var made = effect().makes();
        return made == null ? null : made.lifetime();
    }

    private boolean keepsFaces() {
        return call.facts().capabilities().contains(Capability.ENROLL);
    }

    /** Returns the faces that were found in pictures. */
    private List<JsonNode> facesSeen(ObjectNode body) {
        var all = new ArrayList<JsonNode>();
        if (keptFor() != null) {
            SEEN_FACES.forEach(list -> body.path(list).forEach(all::add));
        }
        return all;
    }

    /** Without the capability to keep templates, their tokens are not told. */
    private boolean hideFaces(ObjectNode body) {
        var hidden = keepsFaces() ? List.<JsonNode>of() : facesSeen(body);
        hidden.forEach(one -> ((ObjectNode) one).remove(FACE_TOKEN));
        return !hidden.isEmpty();
    }

    /** Removes face sets that are not on record as the caller's, for its purpose. */
    private boolean ownFaceSets(ObjectNode body) {
        var before = body.path("facesets");
        if (before.isArray()) {
            var own = body.putArray("facesets");
            before.forEach(one -> {
                var token = one.path(FacePlusPlusRequest.FACE_SET).asText("");
                if (one instanceof ObjectNode object && ownership.mayUse(caller, faceSet(token))) {
                    removeOwner(object);
                    own.add(object);
                }
            });
        }
        return before.isArray();
    }

    private boolean removeOwner(ObjectNode object) {
        var name = object.path(FacePlusPlusRequest.OUTER_ID).asText("");
        if (!name.isEmpty()) {
            object.put(FacePlusPlusRequest.OUTER_ID, Objects.requireNonNullElse(prefix.removeFrom(name), ""));
        }
        return !name.isEmpty();
    }

    private static String requireToken(JsonNode from, String field) {
        if (from.path(field).asText("").isEmpty()) {
            throw new Fault.ProviderDown("The vendor's answer does not name the resource that it made.");
        }
        return from.path(field).asText();
    }
}
