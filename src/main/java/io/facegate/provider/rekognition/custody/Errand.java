package io.facegate.provider.rekognition.custody;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Operation;
import io.facegate.call.Reply;
import io.facegate.call.handle.Handle;
import io.facegate.call.handle.Handles;
import io.facegate.call.handle.Kind;
import io.facegate.call.handle.Owned;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.provider.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One cleared call on its way: in the vendor's names there, in the caller's back, and what it made on record. */
final class Errand {
    /** The longest name of each kind that the vendor takes. */
    private static final Map<Kind, Integer> LONGEST = Map.of(Kind.COLLECTION, 255, Kind.PROJECT, 255, Kind.STREAM, 128);

    private final Handles handles;
    private final InstantSource clock;
    private final Cleared cleared;
    private final FaceCall call;
    private final Namespace names;
    private final Deed deed;

    Errand(Handles handles, InstantSource clock, Cleared cleared, FaceCall call) {
        this.handles = handles;
        this.clock = clock;
        this.cleared = cleared;
        this.call = call;
        this.names = Namespace.of(cleared.caller().chain().getLast());
        this.deed = Deed.of(call.operation());
    }

    /**
     * Goes to the vendor and brings back what its caller may see.
     *
     * @param vendor what it answers to parameters
     * @throws Fault.RegistryDown when what was made cannot be put on record: nobody is told of it
     */
    Reply run(Function<Map<String, @Nullable Object>, Reply> vendor) {
        try {
            var params = upstream();
            boolean mixed = !deed.lists().isEmpty() && !names.apart();
            return back(mixed ? new Listing(deed, vendor, this::isOwn).of(params) : vendor.apply(params));
        } catch (Unfit unfit) {
            boolean token = unfit.kind == Reply.Failure.INVALID_TOKEN;
            return new Reply.Failed(unfit.kind, unfit.sentence, token ? "token" : "gallery");
        }
    }

    private Map<String, @Nullable Object> upstream() {
        var params = Fields.changed(call.params(), this::upstream);
        if (params.get(Fields.TOKEN) instanceof String token) {
            params.put(Fields.TOKEN, names.token(token));
        }
        return params;
    }

    private @Nullable Object upstream(@Nullable Kind kind, String field, @Nullable Object value) {
        if (kind == null || !(value instanceof String given)) {
            throw new Fault.ProviderDown("The call names something that was not judged.");
        }
        if (kind == Kind.PAGE) {
            return handles.find(new Handle(call.provider(), kind, given))
                    .map(Owned::token)
                    .orElseThrow(() -> new Unfit(Reply.Failure.INVALID_TOKEN, "NextToken is over. Begin again."));
        }
        if (kind == Kind.JOB || kind == Kind.SESSION) {
            return given;
        }
        var name = names.upstream(given);
        var longest = LONGEST.get(kind);
        if (longest != null && given.indexOf(':') < 0 && name.length() > longest && given.length() <= longest) {
            throw new Unfit(
                    Reply.Failure.INVALID_PARAMETER,
                    field + " must have at most " + (longest - names.prefix().length())
                            + " characters on this account.");
        }
        return name;
    }

    private Reply back(Reply reply) {
        if (!(reply instanceof Reply.Verbatim given)) {
            return reply;
        }
        if (given.error() != null) {
            return names.apart() ? reply : given.with(new Prefix(names.organisation()).without(given.body()));
        }
        boolean pages = Objects.requireNonNull(Operation.ofRekognition(call.operation()))
                .parameters()
                .contains(Fields.PAGE);
        forget();
        if (deed.makes() == null && !pages && (names.apart() || !deed.names())) {
            return reply;
        }
        var answer = Bodies.read(given.body());
        record(answer);
        return given.with(Bodies.write(Fields.changed(answer, this::downstream)));
    }

    private @Nullable Object downstream(@Nullable Kind kind, String field, @Nullable Object value) {
        if (kind == null || !(value instanceof String given)) {
            return value;
        }
        return switch (kind) {
            case JOB, SESSION -> given;
            case PAGE -> page(given);
            default -> names.downstream(given);
        };
    }

    private String page(String token) {
        var id = Pages.fresh();
        record(new Handle(call.provider(), Kind.PAGE, id), Pages.use(Kind.PAGE, call), token);
        return id;
    }

    /** Whether an item of a list is the organisation's: by the record where its id is the vendor's, else by its name. */
    private boolean isOwn(@Nullable Object item) {
        return switch (item) {
            case String name -> names.downstream(name) != null;
            case Map<?, ?> of
            when of.get("JobId") instanceof String job ->
                handles.find(new Handle(call.provider(), Kind.JOB, job))
                        .filter(owned -> owned.organisation().equals(names.organisation()))
                        .isPresent();
            case Map<?, ?> of when of.get("ProjectArn") instanceof String arn -> names.downstream(arn) != null;
            case Map<?, ?> of when of.get("Name") instanceof String name -> names.downstream(name) != null;
            case null, default -> false;
        };
    }

    private void forget() {
        if (deed.effect() == Deed.Effect.FORGETS) {
            Fields.changed(call.params(), (kind, field, value) -> {
                var handle = kind == null ? null : names.handle(kind, String.valueOf(value));
                if (handle != null) {
                    handles.forget(handle);
                }
                return value;
            });
        }
    }

    private void record(Map<String, @Nullable Object> answer) {
        var kind = deed.makes();
        if (kind == null) {
            return;
        }
        boolean called = deed.isCalled();
        if (!((called ? call.params() : answer).get(deed.from()) instanceof String given)) {
            throw new Fault.ProviderDown("The provider's answer does not name what it made.");
        }
        var use = kind == Kind.JOB || kind == Kind.SESSION ? result() : "";
        var handle = called ? names.handle(kind, given) : new Handle(call.provider(), kind, given);
        record(Objects.requireNonNull(handle), use, "");
    }

    /** The operation that fetches what this one started. */
    private String result() {
        return call.operation().startsWith("Start")
                ? "Get" + call.operation().substring("Start".length())
                : "GetFaceLivenessSessionResults";
    }

    private void record(Handle handle, String use, String token) {
        Caller caller = cleared.caller();
        var now = clock.instant();
        handles.record(new Owned(
                handle,
                names.organisation(),
                caller.purpose(),
                handle.kind() == Kind.PAGE ? Set.of() : call.facts().capabilities(),
                call.facts().threshold(),
                use,
                token,
                cleared.decision(),
                now,
                expires(handle.kind(), now)));
    }

    /** A year for bulk jobs, whose results lie in a bucket; the vendor forgets the others sooner. */
    private @Nullable Instant expires(Kind kind, Instant now) {
        return switch (kind) {
            case JOB -> now.plus(Duration.ofDays(call.operation().equals("StartMediaAnalysisJob") ? 366 : 7));
            case SESSION, PAGE -> now.plus(Duration.ofDays(1));
            default -> null;
        };
    }

    /** Something in the call cannot be said to the vendor; the caller is told so, and nothing is sent. */
    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Reply.Failure kind;
        private final String sentence;

        Unfit(Reply.Failure kind, String sentence) {
            super(sentence, null, false, false);
            this.kind = kind;
            this.sentence = sentence;
        }
    }
}
