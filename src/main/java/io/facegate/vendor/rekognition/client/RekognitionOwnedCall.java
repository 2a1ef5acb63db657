package io.facegate.vendor.rekognition.client;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.OwnedResource;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.VendorOperation;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.OwnerPrefix;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Executes one cleared call: translates names to the vendor's and back, and records created resources. */
final class RekognitionOwnedCall {
    /** The longest name in characters that the vendor accepts, by kind. */
    private static final Map<ResourceKind, Integer> LONGEST =
            Map.of(ResourceKind.COLLECTION, 255, ResourceKind.PROJECT, 255, ResourceKind.STREAM, 128);

    private final ResourceOwners handles;
    private final InstantSource clock;
    private final Cleared cleared;
    private final FaceCall call;
    private final RekognitionNamespace names;
    private final RekognitionResourceEffect resourceEffect;

    RekognitionOwnedCall(ResourceOwners handles, InstantSource clock, Cleared cleared, FaceCall call) {
        this.handles = handles;
        this.clock = clock;
        this.cleared = cleared;
        this.call = call;
        this.names = RekognitionNamespace.forOrganisation(
                cleared.caller().delegationChain().getLast());
        this.resourceEffect = RekognitionResourceEffect.forOperation(call.operation());
    }

    /**
     * Sends the call and returns the answer that its caller may see.
     *
     * @param vendor sends parameters to the vendor
     * @throws Fault.RegistryDown when a new resource cannot be recorded: then its id is not disclosed
     */
    Reply run(Function<Map<String, @Nullable Object>, Reply> vendor) {
        try {
            var params = toUpstream();
            boolean mixed = !resourceEffect.lists().isEmpty() && !names.dedicated();
            return toDownstreamReply(
                    mixed
                            ? new RekognitionOwnedListing(resourceEffect, vendor, this::isOwn).collect(params)
                            : vendor.apply(params));
        } catch (NotExpressible unfit) {
            boolean token = unfit.kind == Reply.Failure.INVALID_TOKEN;
            return new Reply.Failed(unfit.kind, unfit.sentence, token ? "token" : "gallery");
        }
    }

    private Map<String, @Nullable Object> toUpstream() {
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
            return handles.find(new ResourceId(call.provider(), kind, given))
                    .map(OwnedResource::token)
                    .orElseThrow(() -> new NotExpressible(
                            Reply.Failure.INVALID_TOKEN, "NextToken has expired. Start the list again."));
        }
        if (kind == ResourceKind.JOB || kind == ResourceKind.SESSION) {
            return given;
        }
        var name = names.toUpstream(given);
        var longest = LONGEST.get(kind);
        if (longest != null && given.indexOf(':') < 0 && name.length() > longest && given.length() <= longest) {
            throw new NotExpressible(
                    Reply.Failure.INVALID_PARAMETER,
                    field + " must have at most " + (longest - names.prefix().length())
                            + " characters on this account.");
        }
        return name;
    }

    private Reply toDownstreamReply(Reply reply) {
        if (!(reply instanceof Reply.Verbatim given)) {
            return reply;
        }
        if (given.error() != null) {
            return names.dedicated()
                    ? reply
                    : given.withBody(new OwnerPrefix(names.organisation()).removeFrom(given.body()));
        }
        boolean pages = Objects.requireNonNull(VendorOperation.ofRekognition(call.operation()))
                .parameters()
                .contains(RekognitionResourceFields.PAGE);
        removeErased();
        if (resourceEffect.makes() == null && !pages && (names.dedicated() || !resourceEffect.names())) {
            return reply;
        }
        var answer = RekognitionReplyBodies.read(given.body());
        record(answer);
        return given.withBody(
                RekognitionReplyBodies.write(RekognitionResourceFields.changeAll(answer, this::toDownstream)));
    }

    private @Nullable Object toDownstream(@Nullable ResourceKind kind, String field, @Nullable Object value) {
        if (kind == null || !(value instanceof String given)) {
            return value;
        }
        return switch (kind) {
            case JOB, SESSION -> given;
            case PAGE -> page(given);
            default -> names.toDownstream(given);
        };
    }

    private String page(String token) {
        var id = RekognitionPageTokens.newToken();
        record(
                new ResourceId(call.provider(), ResourceKind.PAGE, id),
                RekognitionPageTokens.useOf(ResourceKind.PAGE, call),
                token);
        return id;
    }

    /** Returns true if a list item is the organisation's: by the registry if the vendor made its id, else by name. */
    private boolean isOwn(@Nullable Object item) {
        return switch (item) {
            case String name -> names.toDownstream(name) != null;
            case Map<?, ?> of
            when of.get("JobId") instanceof String job ->
                handles.find(new ResourceId(call.provider(), ResourceKind.JOB, job))
                        .filter(owned -> owned.organisation().equals(names.organisation()))
                        .isPresent();
            case Map<?, ?> of when of.get("ProjectArn") instanceof String arn -> names.toDownstream(arn) != null;
            case Map<?, ?> of when of.get("Name") instanceof String name -> names.toDownstream(name) != null;
            case null, default -> false;
        };
    }

    private void removeErased() {
        if (resourceEffect.effect() == RekognitionResourceEffect.Effect.FORGETS) {
            RekognitionResourceFields.changeAll(call.params(), (kind, field, value) -> {
                var handle = kind == null ? null : names.handle(kind, String.valueOf(value));
                if (handle != null) {
                    handles.remove(handle);
                }
                return value;
            });
        }
    }

    private void record(Map<String, @Nullable Object> answer) {
        var kind = resourceEffect.makes();
        if (kind == null) {
            return;
        }
        boolean called = resourceEffect.isCalled();
        if (!((called ? call.params() : answer).get(resourceEffect.from()) instanceof String given)) {
            throw new Fault.ProviderDown("The provider's answer does not name the resource that it made.");
        }
        var use = kind == ResourceKind.JOB || kind == ResourceKind.SESSION ? result() : "";
        var handle = called ? names.handle(kind, given) : new ResourceId(call.provider(), kind, given);
        record(Objects.requireNonNull(handle), use, "");
    }

    /** Returns the operation that fetches the results of this one. */
    private String result() {
        return call.operation().startsWith("Start")
                ? "Get" + call.operation().substring("Start".length())
                : "GetFaceLivenessSessionResults";
    }

    private void record(ResourceId handle, String use, String token) {
        Caller caller = cleared.caller();
        var now = clock.instant();
        handles.register(new OwnedResource(
                handle,
                names.organisation(),
                caller.purpose(),
                handle.kind() == ResourceKind.PAGE ? Set.of() : call.facts().capabilities(),
                call.facts().threshold(),
                use,
                token,
                cleared.decision(),
                now,
                expires(handle.kind(), now)));
    }

    /** One year for bulk jobs, whose results lie in a bucket; the vendor forgets other resources sooner. */
    private @Nullable Instant expires(ResourceKind kind, Instant now) {
        return switch (kind) {
            case JOB -> now.plus(Duration.ofDays(call.operation().equals("StartMediaAnalysisJob") ? 366 : 7));
            case SESSION, PAGE -> now.plus(Duration.ofDays(1));
            default -> null;
        };
    }

    /** The call cannot be expressed to the vendor; the caller gets an error, and nothing is sent. */
    private static final class NotExpressible extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Reply.Failure kind;
        private final String sentence;

        NotExpressible(Reply.Failure kind, String sentence) {
            super(sentence, null, false, false);
            this.kind = kind;
            this.sentence = sentence;
        }
    }
}
