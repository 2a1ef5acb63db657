package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.OperationEffect;
import io.facegate.catalogue.RestOperations;
import io.facegate.identity.Caller;
import io.facegate.vendor.client.CallResources;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.NewResource;
import io.facegate.vendor.client.ResourceOwnership;
import io.facegate.vendor.client.ResourceUse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stored resources of one call: which it names, and how their names change on the way to the vendor and back. */
final class AzureCallResources implements CallResources<FaceCall> {
    /** The resources that neutral calls name. */
    private static final AzureResourceRef SESSION = new AzureResourceRef(
            ResourceKind.SESSION,
            AzureResourceRef.sessions(RestOperations.AZURE_FACE.byName("GetLivenessSessionResult")));

    private static final AzureResourceRef LIST = new AzureResourceRef(
            ResourceKind.COLLECTION, Objects.requireNonNull(AzureResourceRef.GALLERIES.get("faceListId")));

    /** The vendor deletes sessions, their pictures and job results within this time. */
    private static final Duration RESULTS = Duration.ofDays(2);

    private static final long SECONDS_OF_A_DAY = 86_400;

    /** Results of an earlier call; reading them has that call's capabilities. */
    private static final Set<ResourceKind> JUDGED_AS_MADE =
            Set.of(ResourceKind.SESSION, ResourceKind.IMAGE, ResourceKind.JOB);

    private final ResourceOwnership ownership;
    private final Caller caller;
    private final FaceCall call;
    private final AzureGalleryNames names;
    private final AzureResourceEffect effect;
    private final boolean isForeign;

    /** @param owner the id of the organisation that owns the Azure resource alone, or null when several share it */
    AzureCallResources(ResourceOwnership ownership, Caller caller, @Nullable String owner, FaceCall call) {
        this.ownership = ownership;
        this.caller = caller;
        this.call = call;
        this.names = names(caller, owner);
        this.isForeign = owner != null && !owner.equals(ResourceOwnership.owner(caller));
        this.effect = new AzureResourceEffect(RestOperations.AZURE_FACE.byName(call.operation()));
    }

    private static AzureGalleryNames names(Caller caller, @Nullable String owner) {
        return new AzureGalleryNames(ResourceOwnership.owner(caller), owner != null);
    }

    /** Returns the resource of a neutral call, or null. */
    static @Nullable ResourceId ofNeutral(Caller caller, @Nullable String owner, FaceCall asked) {
        var gallery = asked.facts().gallery();
        return asked.request() instanceof NormalizedRequest.ReadLiveness(var session)
                ? names(caller, owner).handle(SESSION, session)
                : gallery == null ? null : names(caller, owner).handle(LIST, gallery);
    }

    @Override
    public @Nullable PreconditionFailure findPreconditionFailure() {
        if (isForeign) {
            return checkForeign(call);
        }
        return effect.reachesOtherOwners() && !names.dedicated() ? PreconditionFailure.GALLERY_NOT_OWNED : null;
    }

    /** On a resource of another organisation, allows only operations that neither keep nor read anything. */
    private static @Nullable PreconditionFailure checkForeign(FaceCall call) {
        if (isWithinAny(call, Capability.DETECT, Capability.ANALYZE)) {
            return pointsAtASession(call) ? PreconditionFailure.UNKNOWN_HANDLE : null;
        }
        return isWithinAny(
                        call,
                        Capability.LIVENESS,
                        Capability.VERIFY,
                        Capability.JOB_RESULT,
                        Capability.STATEFUL_CONTROL,
                        Capability.MEDIA_READ)
                ? PreconditionFailure.UNKNOWN_HANDLE
                : PreconditionFailure.GALLERY_NOT_OWNED;
    }

    /** Returns true if the call names a picture that the vendor took in a session. */
    private static boolean pointsAtASession(FaceCall call) {
        return call.params().get("body") instanceof Map<?, ?> body && body.get("sessionImageId") != null;
    }

    private static boolean isWithinAny(FaceCall call, Capability... trees) {
        return call.facts().capabilities().stream()
                .allMatch(asked -> Arrays.stream(trees).anyMatch(asked::isWithin));
    }

    @Override
    public OperationEffect.Act act() {
        return isForeign ? OperationEffect.Act.USES : effect.act();
    }

    private AzureResourceFields fields() {
        return new AzureResourceFields(effect.route(), call.params());
    }

    @Override
    public List<ResourceUse> uses() {
        if (isForeign) {
            return List.of();
        }
        var uses = new ArrayList<ResourceUse>();
        fields().changeAll((thing, field, value) -> {
            if (!field.equals(effect.newNameField()) && !field.equals("start")) {
                uses.add(
                        value instanceof String given
                                ? ResourceUse.of(
                                        field,
                                        names.handle(thing, given),
                                        failureIfMissing(thing.kind()),
                                        JUDGED_AS_MADE.contains(thing.kind()))
                                : ResourceUse.failing(field, PreconditionFailure.UNKNOWN_VALUE));
            }
            return value;
        });
        return uses;
    }

    /** On its own resource, an organisation may have created things before there was a registry. */
    private @Nullable PreconditionFailure failureIfMissing(ResourceKind kind) {
        if (kind == ResourceKind.COLLECTION) {
            return names.dedicated() || effect.stops() ? null : PreconditionFailure.GALLERY_NOT_OWNED;
        }
        return names.dedicated() && (!JUDGED_AS_MADE.contains(kind) || effect.stops())
                ? null
                : PreconditionFailure.UNKNOWN_HANDLE;
    }

    @Override
    public NamedResources named() {
        var all = fields().named(names);
        boolean inGallery = all.stream().anyMatch(one -> one.kind() == ResourceKind.COLLECTION);
        return all.isEmpty()
                ? NamedResources.NONE
                : new NamedResources(all, inGallery ? effect.changesGallery() : effect.erasedField() != null);
    }

    @Override
    public FaceCall toUpstream() {
        return call.withParams(fields().changeAll(this::toUpstream));
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
            throw new NotExpressible(
                    Reply.Failure.INVALID_PARAMETER,
                    field + " must have at most "
                            + (AzureGalleryNames.LONGEST - names.prefix().length()) + " characters on this resource.",
                    "gallery");
        }
        return name;
    }

    /** Starts a list of galleries at the organisation's prefix, because the vendor sorts by name. */
    @Override
    public Reply send(FaceCall request, Function<FaceCall, Reply> vendor) {
        var list = names.dedicated() ? null : AzureMultiOwnerListing.forRoute(effect.route());
        if (list == null) {
            return vendor.apply(request);
        }
        boolean pages = effect.route().query().contains("start");
        boolean gallery = list.resource().kind() == ResourceKind.COLLECTION;
        var sent = new AzureResourceFields(effect.route(), request.params());
        var start =
                sent.queryParameter("start") instanceof String given ? given : gallery && pages ? names.prefix() : "";
        int asked = sent.queryParameter("top") instanceof String top ? Integer.parseInt(top) : 0;
        return new AzureOwnedPages(list.id(), start, asked, item -> isOwn(list, item))
                .collect(start, from -> vendor.apply(from.isEmpty() ? request : startListAt(request, from)));
    }

    private static FaceCall startListAt(FaceCall request, String from) {
        var query = new LinkedHashMap<String, @Nullable Object>();
        if (request.params().get("query") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> query.put(String.valueOf(key), value));
        }
        query.put("start", from);
        var all = new LinkedHashMap<String, @Nullable Object>(request.params());
        all.put("query", query);
        return request.withParams(all);
    }

    private boolean isOwn(AzureMultiOwnerListing list, JsonNode item) {
        var id = item.path(list.id()).asText();
        return list.resource().kind() == ResourceKind.COLLECTION
                ? names.toDownstream(id) != null
                : ownership.isOwn(caller, list.resource().handle(id));
    }

    /** Removes the prefix, which has only characters that JSON does not escape. */
    @Override
    public Reply.Verbatim hideOwner(Reply.Verbatim error) {
        var text = new String(error.body(), StandardCharsets.UTF_8);
        return names.dedicated()
                ? error
                : error.withBody(text.replace(names.prefix(), "").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<ResourceId> erased() {
        return idsIn(effect.erasedField());
    }

    /** Returns the resources that a field of the request names. */
    private List<ResourceId> idsIn(@Nullable String field) {
        var ids = new ArrayList<ResourceId>();
        fields().changeAll((thing, name, value) -> {
            if (name.equals(field) && value instanceof String id) {
                ids.add(names.handle(thing, id));
            }
            return value;
        });
        return ids;
    }

    @Override
    public Reply.Verbatim toDownstream(Reply.Verbatim answer, Consumer<NewResource> register) {
        idsIn(effect.newNameField()).forEach(id -> register.accept(made(id)));
        var job = answer.envelope().jobId();
        if (job != null) {
            register.accept(made(new AzureResourceRef(ResourceKind.JOB, "").handle(job)));
        }
        boolean renames = !names.dedicated() && effect.mayHoldGalleryNames();
        var kind = effect.createdKind();
        if (kind == null && !renames) {
            return answer;
        }
        var body = AzureReplyBodies.read(answer.body());
        if (kind != null) {
            madeIn(body, kind).forEach(register);
        }
        return renames
                ? answer.withBody(AzureReplyBodies.write(
                        AzureReplyBodies.renameGalleries(body, name -> names.toDownstream(String.valueOf(name)))))
                : answer;
    }

    /** Returns all resources of a kind that an answer names. */
    private List<NewResource> madeIn(JsonNode body, ResourceKind kind) {
        List<String> ids = body.findValuesAsText(AzureResourceEffect.idField(kind));
        if (ids.isEmpty() && (kind == ResourceKind.PERSON || kind == ResourceKind.SESSION)) {
            throw new Fault.ProviderDown("The provider's answer does not name the resource that it made.");
        }
        var thing = new AzureResourceRef(
                kind, kind == ResourceKind.SESSION ? AzureResourceRef.sessions(effect.route()) : "");
        return ids.stream().map(id -> made(thing.handle(id))).toList();
    }

    private NewResource made(ResourceId id) {
        return new NewResource(
                id,
                switch (id.kind()) {
                    case FACE -> Duration.ofSeconds(faceIdSeconds());
                    case SESSION, IMAGE, JOB -> RESULTS;
                    default -> null;
                });
    }

    private long faceIdSeconds() {
        return fields().queryParameter("faceIdTimeToLive") instanceof String seconds
                ? Long.parseLong(seconds)
                : SECONDS_OF_A_DAY;
    }
}
