package io.facegate.vendor.rekognition.client;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stored resources of one call: which it names, and how their names change on the way to the vendor and back. */
final class RekognitionCallResources implements CallResources<Map<String, @Nullable Object>> {
    /** The longest name in characters that the vendor accepts, by kind. */
    private static final Map<ResourceKind, Integer> LONGEST =
            Map.of(ResourceKind.COLLECTION, 255, ResourceKind.PROJECT, 255, ResourceKind.STREAM, 128);

    /** The names of these only their organisation can have created; the others are made up by the vendor. */
    private static final Set<ResourceKind> UNNAMED = Set.of(ResourceKind.JOB, ResourceKind.SESSION, ResourceKind.PAGE);

    /** A page token is kept for this time; the vendor forgets its own sooner. */
    private static final Duration PAGES = Duration.ofDays(1);

    private final ResourceOwnership ownership;
    private final Caller caller;
    private final FaceCall call;
    private final RekognitionNamespace names;

    RekognitionCallResources(ResourceOwnership ownership, Caller caller, FaceCall call) {
        this.ownership = ownership;
        this.caller = caller;
        this.call = call;
        this.names =
                RekognitionNamespace.forOrganisation(caller.delegationChain().getLast());
    }

    /** Returns the resource of a neutral call, or null. */
    static @Nullable ResourceId ofNeutral(Caller caller, FaceCall asked) {
        var names =
                RekognitionNamespace.forOrganisation(caller.delegationChain().getLast());
        var gallery = asked.facts().gallery();
        return asked.request() instanceof NormalizedRequest.ReadLiveness(var session)
                ? names.handle(ResourceKind.SESSION, session)
                : gallery == null ? null : names.handle(ResourceKind.COLLECTION, gallery);
    }

    /** @throws Fault.ProviderDown when the operation is unknown: so is its effect, and it is not sent */
    private VendorOperation operation() {
        var known = VendorApi.REKOGNITION.operation(call.operation());
        if (known == null) {
            throw new Fault.ProviderDown("The operation is not in the vendor's catalogue.");
        }
        return known;
    }

    @Override
    public OperationEffect effect() {
        return operation().effect();
    }

    @Override
    public @Nullable PreconditionFailure findPreconditionFailure() {
        return RekognitionExternalReferences.findPreconditionFailure(
                caller.delegationChain().getLast(), call);
    }

    @Override
    public List<ResourceUse> uses() {
        var uses = new ArrayList<ResourceUse>();
        RekognitionResourceFields.changeAll(call.params(), (kind, field, value) -> {
            var use = use(kind, field, value);
            if (use != null) {
                uses.add(use);
            }
            return value;
        });
        return uses;
    }

    private @Nullable ResourceUse use(@Nullable ResourceKind kind, String field, @Nullable Object value) {
        if (RekognitionResourceFields.isDisguised(field)) {
            return ResourceUse.failing(field, PreconditionFailure.UNKNOWN_PARAMETER);
        }
        if (!(value instanceof String given)) {
            return ResourceUse.failing(field, PreconditionFailure.UNKNOWN_VALUE);
        }
        var makes = effect().makes();
        boolean isNew = makes != null
                && kind == makes.kind()
                && field.equals(operation().newNameParameter());
        if (isNew || field.startsWith("ProjectName")) {
            // The name of a new resource, or names to search for.
            return null;
        }
        var id = kind == null ? null : names.handle(kind, given);
        return id == null
                ? ResourceUse.failing(field, PreconditionFailure.UNKNOWN_HANDLE)
                : new ResourceUse(
                        field,
                        id,
                        null,
                        failureIfMissing(id.kind()),
                        RekognitionPageTokens.useOf(id.kind(), call),
                        id.kind() != ResourceKind.PAGE);
    }

    private @Nullable PreconditionFailure failureIfMissing(ResourceKind kind) {
        boolean collection = kind == ResourceKind.COLLECTION;
        boolean mayBeOlder = act().stops() || (names.dedicated() && collection);
        if (mayBeOlder && !UNNAMED.contains(kind)) {
            return null;
        }
        return collection ? PreconditionFailure.GALLERY_NOT_OWNED : PreconditionFailure.UNKNOWN_HANDLE;
    }

    @Override
    public NamedResources named() {
        var all = new HashSet<ResourceId>();
        RekognitionResourceFields.changeAll(call.params(), (kind, field, value) -> {
            var id = kind != null && value instanceof String given ? names.handle(kind, given) : null;
            if (id != null) {
                all.add(id);
            }
            return value;
        });
        if (all.isEmpty()) {
            return NamedResources.NONE;
        }
        var makes = effect().makes();
        boolean begins = makes != null && makes.kind() == ResourceKind.COLLECTION;
        return new NamedResources(all, begins || act() == OperationEffect.Act.FORGETS);
    }

    @Override
    public Map<String, @Nullable Object> toUpstream() {
        var params = RekognitionResourceFields.changeAll(call.params(), this::toUpstream);
        if (params.get(RekognitionResourceFields.TOKEN) instanceof String token) {
            params.put(RekognitionResourceFields.TOKEN, names.token(token));
        }
        return params;
    }

    private @Nullable Object toUpstream(@Nullable ResourceKind kind, String field, @Nullable Object value) {
        if (kind == null || !(value instanceof String given)) {
            throw new Fault.ProviderDown("The call names a resource that was not judged.");
        }
        if (kind == ResourceKind.PAGE) {
            return ownership
                    .token(new ResourceId(call.provider(), kind, given))
                    .orElseThrow(() -> new CallFailedException(
                            Reply.Failure.INVALID_TOKEN, "NextToken has expired. Start the list again.", "token"));
        }
        if (kind == ResourceKind.JOB || kind == ResourceKind.SESSION) {
            return given;
        }
        var name = names.toUpstream(given);
        var longest = LONGEST.get(kind);
        if (longest != null && given.indexOf(':') < 0 && name.length() > longest && given.length() <= longest) {
            throw new CallFailedException(
                    Reply.Failure.INVALID_PARAMETER,
                    field + " must have at most " + (longest - names.prefix().length())
                            + " characters on this account.",
                    "gallery");
        }
        return name;
    }

    @Override
    public Reply send(Map<String, @Nullable Object> request, Function<Map<String, @Nullable Object>, Reply> vendor) {
        var lists = effect().lists();
        return lists == null || names.dedicated()
                ? vendor.apply(request)
                : new RekognitionOwnedPages(lists.fields(), request, item -> isOwn(lists, item))
                        .collect(request, vendor);
    }

    /** Returns true if a list item is the organisation's: by the registry if the vendor made its id, else by name. */
    private boolean isOwn(MixedList lists, @Nullable Object item) {
        var name = item instanceof Map<?, ?> fields ? fields.get(lists.item()) : item;
        return name instanceof String given
                && (lists.kind() == ResourceKind.JOB
                        ? ownership.isOwn(caller, new ResourceId(call.provider(), lists.kind(), given))
                        : names.toDownstream(given) != null);
    }

    @Override
    public String ownerPrefix() {
        return names.dedicated() ? "" : names.prefix();
    }

    @Override
    public Reply.Verbatim toDownstream(Reply.Verbatim answer, Consumer<NewResource> register) {
        boolean pages = operation().parameters().contains(RekognitionResourceFields.PAGE);
        var makes = effect().makes();
        if (makes == null && !pages && (names.dedicated() || !effect().hasNames())) {
            return answer;
        }
        var body = RekognitionReplyBodies.read(answer.body());
        if (makes != null) {
            register.accept(made(makes, body));
        }
        return answer.withBody(RekognitionReplyBodies.write(RekognitionResourceFields.changeAll(
                body, (kind, field, value) -> toDownstream(kind, value, register))));
    }

    private @Nullable Object toDownstream(
            @Nullable ResourceKind kind, @Nullable Object value, Consumer<NewResource> register) {
        if (kind == null || !(value instanceof String given)) {
            return value;
        }
        return switch (kind) {
            case JOB, SESSION -> given;
            case PAGE -> {
                var id = new ResourceId(call.provider(), kind, RekognitionPageTokens.newToken());
                register.accept(new NewResource(id, RekognitionPageTokens.useOf(kind, call), given, PAGES));
                yield id.id();
            }
            default -> names.toDownstream(given);
        };
    }

    private NewResource made(Made makes, Map<String, @Nullable Object> body) {
        boolean named = operation().newNameParameter() != null;
        var given = NewResource.requireId((named ? call.params() : body).get(makes.field()));
        var id = named ? names.handle(makes.kind(), given) : new ResourceId(call.provider(), makes.kind(), given);
        return new NewResource(Objects.requireNonNull(id), makes.onlyFor(), "", makes.lifetime());
    }
}
