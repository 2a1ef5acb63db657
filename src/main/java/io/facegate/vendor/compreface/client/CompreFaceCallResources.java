package io.facegate.vendor.compreface.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.Reply.Failure;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.OperationEffect;
import io.facegate.catalogue.OperationEffect.CollectionUse;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Caller;
import io.facegate.vendor.client.CallFailedException;
import io.facegate.vendor.client.CallResources;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.NewResource;
import io.facegate.vendor.client.OwnerPrefix;
import io.facegate.vendor.client.ReplyBodies;
import io.facegate.vendor.client.ResourceOwnership;
import io.facegate.vendor.client.ResourceUse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stored examples of one call, and how the subjects' names change on the way to the vendor and back. A service has
 * one collection; on a shared server each organisation has the subjects under its own prefix. They all serve the
 * purpose of the first one added.
 */
final class CompreFaceCallResources implements CallResources<CompreFaceRequest> {
    private static final String PREDICTIONS = "prediction_count";
    private static final String DELETE_SUBJECT = "DeleteSubject";

    /** How many of the nearest subjects of all organisations are searched for the caller's own. */
    private static final String NEAREST = "1000";

    private final ResourceOwnership ownership;
    private final Caller caller;
    private final @Nullable String owner;
    private final FaceCall call;
    private final CompreFaceRequest sent;
    private final CompreFaceSubjectNames names;
    private final boolean alone;

    /** @param owner the id of the organisation that owns the server alone, or null when several share it */
    CompreFaceCallResources(ResourceOwnership ownership, Caller caller, @Nullable String owner, FaceCall call) {
        this.ownership = ownership;
        this.caller = caller;
        this.owner = owner;
        this.call = call;
        this.sent = CompreFaceRequest.of(call);
        this.names = new CompreFaceSubjectNames(OwnerPrefix.of(caller));
        this.alone = ResourceOwnership.owner(caller).equals(owner);
    }

    /** Returns the id of the collection of the organisation that the call is for. */
    static ResourceId collection(Caller caller) {
        return new ResourceId(
                CompreFaceRequestTranslator.VENDOR,
                ResourceKind.COLLECTION,
                OwnerPrefix.of(caller).text());
    }

    private static ResourceId example(String id) {
        return new ResourceId(CompreFaceRequestTranslator.VENDOR, ResourceKind.FACE, id);
    }

    private boolean isRecorded() {
        return ownership.isOwn(caller, collection(caller));
    }

    /** The server of another organisation keeps nothing for the caller; a migration affects everybody's examples. */
    @Override
    public @Nullable PreconditionFailure findPreconditionFailure() {
        boolean needsOwner = effect().soleOwnerOnly() || (owner != null && keeps());
        return needsOwner && !alone && !listsGalleries() ? PreconditionFailure.GALLERY_NOT_OWNED : null;
    }

    /** The whole organisation may see gallery names. */
    private boolean listsGalleries() {
        return call.request() instanceof NormalizedRequest.ListGalleries && (alone || owner == null);
    }

    private boolean keeps() {
        return effect().collection() != null;
    }

    private boolean creates() {
        return call.request() instanceof NormalizedRequest.CreateGallery;
    }

    @Override
    public OperationEffect effect() {
        return VendorApi.COMPREFACE.requireOperation(sent.operation()).effect();
    }

    /** Names examples, or the collection. What is not on record may be the server's owner's. */
    @Override
    public List<ResourceUse> uses() {
        if (!keeps() || listsGalleries()) {
            return List.of();
        }
        boolean free = alone || creates();
        var unknown = free ? null : PreconditionFailure.UNKNOWN_HANDLE;
        var examples = sent.ids().stream()
                .map(id -> ResourceUse.of(CompreFaceRequest.IMAGE_ID, example(id), unknown, false))
                .toList();
        if (!examples.isEmpty() || act().stops()) {
            return examples;
        }
        var unowned =
                free || effect().collection() == CollectionUse.BEGUN ? null : PreconditionFailure.GALLERY_NOT_OWNED;
        return List.of(ResourceUse.of(CompreFaceRequest.SUBJECT, collection(caller), unowned, false));
    }

    /** Every call names the collection; who erases everything has it alone. */
    @Override
    public NamedResources named() {
        return new NamedResources(Set.of(collection(caller)), effect().collection() == CollectionUse.ERASED);
    }

    /** What puts something into the organisation's collection makes it if it is new. */
    @Override
    public @Nullable NewResource begins() {
        return creates() || effect().collection() == CollectionUse.BEGUN
                ? new NewResource(collection(caller), null)
                : null;
    }

    @Override
    public CompreFaceRequest toUpstream() {
        if (creates() && isRecorded()) {
            throw new CallFailedException(Failure.ALREADY_EXISTS, "The gallery exists already.", null);
        }
        var own = alone ? sent : names.toUpstream(sent);
        if (own == null) {
            throw new CallFailedException(
                    Failure.INVALID_PARAMETER,
                    "A subject's name must have at most " + names.maxNameLength() + " characters on this server.",
                    "external_id");
        }
        return own;
    }

    /** On a shared server, applies an operation on all subjects to the caller's own only. */
    @Override
    public Reply send(CompreFaceRequest own, Function<CompreFaceRequest, Reply> vendor) {
        if (alone) {
            return vendor.apply(own);
        }
        boolean oneSubject = own.query().containsKey(CompreFaceRequest.SUBJECT);
        return switch (own.operation()) {
            case "DeleteSubjects" -> eraseAll(DELETE_SUBJECT, vendor);
            case "DeleteFaces" -> oneSubject ? vendor.apply(own) : eraseAll("DeleteFaces", vendor);
            case "ListFaces" ->
                oneSubject ? vendor.apply(own) : new CompreFaceOwnedPages(names.prefix(), own.query()).collect(vendor);
            case "Recognize", "RecognizeEmbeddings" -> vendor.apply(own.withQuery(PREDICTIONS, NEAREST));
            default -> vendor.apply(own);
        };
    }

    @Override
    public String ownerPrefix() {
        return alone ? "" : names.prefix().text();
    }

    /** An organisation that erased all its subjects may begin its collection for another purpose. */
    @Override
    public List<ResourceId> erased(Reply.Verbatim answer) {
        if (effect().collection() == CollectionUse.ERASED) {
            return List.of(collection(caller));
        }
        return effect().act() == OperationEffect.Act.FORGETS
                ? sent.ids().stream().map(CompreFaceCallResources::example).toList()
                : List.of();
    }

    /** What the answer names under another organisation's subject is not the caller's, even if the caller made it. */
    @Override
    public Reply.Verbatim toDownstream(Reply.Verbatim answer, Consumer<NewResource> register) {
        var body = ReplyBodies.EXACT.read(answer.body());
        var own = alone || body == null ? body : ownPart(body);
        var makes = effect().makes();
        if (makes != null) {
            var id = NewResource.requireId(Objects.requireNonNull(own).path(makes.field()));
            register.accept(new NewResource(example(id), makes.lifetime()));
        }
        return alone || own == null ? answer : answer.withBody(ReplyBodies.EXACT.write(own));
    }

    private JsonNode ownPart(JsonNode body) {
        int asked = Integer.parseInt(sent.query().getOrDefault(PREDICTIONS, "1"));
        boolean recognises = sent.route().query().contains(PREDICTIONS);
        return names.toDownstream(body, recognises ? asked : Integer.MAX_VALUE);
    }

    /**
     * Erases the organisation's subjects, or their examples, one by one; stops at the first error.
     *
     * @param operation erases one subject, or the examples of one
     */
    private Reply eraseAll(String operation, Function<CompreFaceRequest, Reply> vendor) {
        var reply = vendor.apply(CompreFaceRequest.of("ListSubjects", Map.of(), Map.of()));
        if (!(reply instanceof Reply.Verbatim listed) || listed.error() != null) {
            return reply;
        }
        boolean subjects = operation.equals(DELETE_SUBJECT);
        int deleted = 0;
        for (var name : json(listed).path("subjects")) {
            if (names.prefix().removeFrom(name.asText()) != null) {
                var one = Map.of(CompreFaceRequest.SUBJECT, name.asText());
                var each = vendor.apply(
                        CompreFaceRequest.of(operation, subjects ? one : Map.of(), subjects ? Map.of() : one));
                if (!(each instanceof Reply.Verbatim erased) || erased.error() != null) {
                    return each;
                }
                deleted += subjects ? 1 : json(erased).path("deleted").asInt();
            }
        }
        return listed.withBody(ReplyBodies.EXACT.write(
                ReplyBodies.EXACT.json().createObjectNode().put("deleted", deleted)));
    }

    static JsonNode json(Reply.Verbatim reply) {
        return Objects.requireNonNull(ReplyBodies.EXACT.read(reply.body()));
    }
}
