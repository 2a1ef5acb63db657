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
import io.facegate.catalogue.OperationEffect.Made;
import io.facegate.catalogue.OperationEffect.MixedList;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.identity.Caller;
import io.facegate.vendor.client.CallFailedException;
import io.facegate.vendor.client.CallResources;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.NewResource;
import io.facegate.vendor.client.ResourceOwnership;
import io.facegate.vendor.client.ResourceUse;
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
            AzureResourceRef.sessions(VendorApi.AZURE_FACE.rest().byName("GetLivenessSessionResult")));

    private static final AzureResourceRef LIST = AzureResourceRef.forField(
            VendorApi.AZURE_FACE.rest().byName("GetFaceList"), ResourceKind.COLLECTION, "faceListId");

    /** The vendor deletes the results of jobs within this time. Any answer may name a job, in a header. */
    private static final Duration RESULTS = Duration.ofDays(2);

    /** Results of an earlier call; reading them has that call's capabilities. */
    private static final Set<ResourceKind> JUDGED_AS_MADE =
            Set.of(ResourceKind.SESSION, ResourceKind.IMAGE, ResourceKind.JOB);

    private final ResourceOwnership ownership;
    private final Caller caller;
    private final FaceCall call;
    private final AzureGalleryNames names;
    private final VendorOperation operation;
    private final boolean isForeign;

    /** @param owner the id of the organisation that owns the Azure resource alone, or null when several share it */
    AzureCallResources(ResourceOwnership ownership, Caller caller, @Nullable String owner, FaceCall call) {
        this.ownership = ownership;
        this.caller = caller;
        this.call = call;
        this.names = names(caller, owner);
        this.isForeign = owner != null && !owner.equals(ResourceOwnership.owner(caller));
        this.operation = VendorApi.AZURE_FACE.requireOperation(call.operation());
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
        return effect().soleOwnerOnly() && !names.dedicated() ? PreconditionFailure.GALLERY_NOT_OWNED : null;
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
    public OperationEffect effect() {
        return operation.effect();
    }

    @Override
    public OperationEffect.Act act() {
        return isForeign ? OperationEffect.Act.USES : effect().act();
    }

    private AzureResourceFields fields() {
        return new AzureResourceFields(operation, call.params());
    }

    @Override
    public List<ResourceUse> uses() {
        if (isForeign) {
            return List.of();
        }
        var uses = new ArrayList<ResourceUse>();
        fields().changeAll((thing, field, value) -> {
            if (!field.equals(operation.newNameParameter()) && !field.equals("start")) {
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
            return names.dedicated() || effect().act().stops() ? null : PreconditionFailure.GALLERY_NOT_OWNED;
        }
        return names.dedicated()
                        && (!JUDGED_AS_MADE.contains(kind) || effect().act().stops())
                ? null
                : PreconditionFailure.UNKNOWN_HANDLE;
    }

    @Override
    public NamedResources named() {
        var all = fields().named(names);
        boolean inGallery = all.stream().anyMatch(one -> one.kind() == ResourceKind.COLLECTION);
        boolean erases = inGallery
                ? effect().act() == OperationEffect.Act.FORGETS
                : effect().act().stops();
        return all.isEmpty()
                ? NamedResources.NONE
                : new NamedResources(all, erases || operation.newNameParameter() != null);
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
            throw new CallFailedException(
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
        var list = names.dedicated() ? null : effect().lists();
        if (list == null) {
            return vendor.apply(request);
        }
        boolean pages = operation.takes("start");
        boolean gallery = list.kind() == ResourceKind.COLLECTION;
        var sent = new AzureResourceFields(operation, request.params());
        var start =
                sent.queryParameter("start") instanceof String given ? given : gallery && pages ? names.prefix() : "";
        int asked = sent.queryParameter("top") instanceof String top ? Integer.parseInt(top) : 0;
        return new AzureOwnedPages(list.item(), start, asked, item -> isOwn(list, item))
                .collect(start, from -> vendor.apply(from.isEmpty() ? request : startListAt(request, from)));
    }

    private static FaceCall startListAt(FaceCall request, String from) {
        var query = new LinkedHashMap<String, @Nullable Object>();
        if (request.params().get("query") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> query.put(String.valueOf(key), value));
        }
        query.put("start", from);
        return request.withParam("query", query);
    }

    private boolean isOwn(MixedList list, JsonNode item) {
        var id = item.path(list.item()).asText();
        return list.kind() == ResourceKind.COLLECTION
                ? names.toDownstream(id) != null
                : ownership.isOwn(caller, thing(list.kind(), list.item()).handle(id));
    }

    @Override
    public String ownerPrefix() {
        return names.dedicated() ? "" : names.prefix();
    }

    private AzureResourceRef thing(ResourceKind kind, String field) {
        return AzureResourceRef.forField(Objects.requireNonNull(operation.route()), kind, field);
    }

    @Override
    public Reply.Verbatim toDownstream(Reply.Verbatim answer, Consumer<NewResource> register) {
        var makes = effect().makes();
        var job = answer.envelope().jobId();
        boolean named = makes != null && operation.newNameParameter() == null;
        if (makes != null && !named && fields().field(makes.field()) instanceof String name) {
            register.accept(new NewResource(names.handle(thing(makes.kind(), makes.field()), name), makes.lifetime()));
        }
        if (job != null) {
            register.accept(new NewResource(new AzureResourceRef(ResourceKind.JOB, "").handle(job), RESULTS));
        }
        boolean renames = !names.dedicated() && effect().hasNames();
        if (!named && !renames) {
            return answer;
        }
        var body = AzureReplyBodies.read(answer.body());
        if (makes != null && named) {
            madeIn(body, makes).forEach(register);
        }
        return renames
                ? answer.withBody(AzureReplyBodies.write(
                        AzureReplyBodies.renameGalleries(body, name -> names.toDownstream(String.valueOf(name)))))
                : answer;
    }

    /** Returns all created resources that an answer names. */
    private List<NewResource> madeIn(JsonNode body, Made makes) {
        List<String> ids = body.findValuesAsText(makes.field());
        if (ids.isEmpty() && !makes.anyNumber()) {
            throw new Fault.ProviderDown("The provider's answer does not name the resource that it made.");
        }
        var asked = fields().queryParameter("faceIdTimeToLive");
        var lifetime = asked instanceof String seconds ? Duration.ofSeconds(Long.parseLong(seconds)) : makes.lifetime();
        var thing = thing(makes.kind(), makes.field());
        return ids.stream()
                .map(id -> new NewResource(thing.handle(id), lifetime))
                .toList();
    }
}
