package io.facegate.provider.rekognition.custody;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.handle.Handle;
import io.facegate.call.handle.Handles;
import io.facegate.call.handle.Kind;
import io.facegate.call.handle.Owned;
import io.facegate.identity.Caller;
import org.jspecify.annotations.Nullable;

/** What one call claims as its own, held against the record. */
final class Claim {
    private final Handles handles;
    private final FaceCall call;
    private final @Nullable String purpose;
    private final Namespace names;
    private final Deed deed;
    private @Nullable Doubt doubt;
    private @Nullable Owned origin;

    Claim(Handles handles, Caller caller, FaceCall call) {
        this.handles = handles;
        this.call = call;
        this.purpose = caller.purpose();
        this.names = Namespace.of(caller.chain().getLast());
        this.deed = Deed.of(call.operation());
    }

    /** The call with a doubt, or with the capabilities of what it goes back to. */
    FaceCall judged() {
        Fields.changed(call.params(), this::look);
        if (doubt != null) {
            return call.doubted(doubt);
        }
        if (deed.effect() != Deed.Effect.INHERITS) {
            return call;
        }
        return origin == null ? call.doubted(Doubt.UNKNOWN_HANDLE) : origin.inheritedBy(call);
    }

    private @Nullable Object look(@Nullable Kind kind, String field, @Nullable Object value) {
        if (doubt == null) {
            doubt = doubts(kind, field, value);
        }
        return value;
    }

    private @Nullable Doubt doubts(@Nullable Kind kind, String field, @Nullable Object value) {
        if (Fields.disguised(field)) {
            return Doubt.UNKNOWN_PARAMETER;
        }
        if (!(value instanceof String given)) {
            return Doubt.UNKNOWN_VALUE;
        }
        if (deed.isChosen(field, kind)) {
            return null;
        }
        var handle = kind == null ? null : names.handle(kind, given);
        return handle == null ? Doubt.UNKNOWN_HANDLE : doubts(handle);
    }

    private @Nullable Doubt doubts(Handle handle) {
        boolean collection = handle.kind() == Kind.COLLECTION;
        var owned = handles.find(handle).orElse(null);
        if (owned == null) {
            boolean nobodys = names.provesOwner(handle.kind()) && (deed.stops() || (names.apart() && collection));
            return nobodys ? null : collection ? Doubt.GALLERY_NOT_OWNED : Doubt.UNKNOWN_HANDLE;
        }
        var doubts =
                isGoodFor(owned) ? owned.doubts(names.organisation(), purpose, deed.stops()) : Doubt.UNKNOWN_HANDLE;
        if (doubts != null) {
            return doubts;
        }
        if (handle.kind() != Kind.PAGE) {
            origin = owned;
        }
        return null;
    }

    private boolean isGoodFor(Owned owned) {
        var use = owned.use();
        return use.isEmpty() || use.equals(Pages.use(owned.handle().kind(), call));
    }
}
