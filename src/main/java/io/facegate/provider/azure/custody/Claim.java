package io.facegate.provider.azure.custody;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.handle.Handles;
import io.facegate.call.handle.Kind;
import io.facegate.call.handle.Owned;
import io.facegate.call.rest.Routes;
import org.jspecify.annotations.Nullable;

/** What one call claims as its own, held against the record. */
final class Claim {
    private final Handles handles;
    private final FaceCall call;
    private final @Nullable String purpose;
    private final Names names;
    private final Deed deed;
    private @Nullable Doubt doubt;
    private @Nullable Owned origin;

    Claim(Handles handles, Names names, @Nullable String purpose, FaceCall call) {
        this.handles = handles;
        this.call = call;
        this.purpose = purpose;
        this.names = names;
        this.deed = new Deed(Routes.AZURE_FACE.of(call.operation()));
    }

    /** The call with a doubt, or with the capabilities of what it goes back to. */
    FaceCall judged() {
        if (deed.reachesOut() && !names.apart()) {
            return call.doubted(Doubt.GALLERY_NOT_OWNED);
        }
        new Places(deed.route(), call.params()).changed(this::look);
        if (doubt != null) {
            return call.doubted(doubt);
        }
        if (!deed.inherits()) {
            return call;
        }
        return origin == null ? call.doubted(Doubt.UNKNOWN_HANDLE) : origin.inheritedBy(call);
    }

    private @Nullable Object look(Thing thing, String field, @Nullable Object value) {
        if (doubt == null && !field.equals(deed.chosen()) && !field.equals("start")) {
            doubt = value instanceof String given ? doubts(thing, given) : Doubt.UNKNOWN_VALUE;
        }
        return value;
    }

    private @Nullable Doubt doubts(Thing thing, String given) {
        var owned = handles.find(names.handle(thing, given)).orElse(null);
        if (owned == null) {
            return missing(thing.kind());
        }
        if (thing.kind() == Kind.SESSION || thing.kind() == Kind.IMAGE || thing.kind() == Kind.JOB) {
            origin = owned;
        }
        return owned.doubts(names.organisation(), purpose, deed.stops());
    }

    /** On a resource of its own an organisation may have made things before there was a record. */
    private @Nullable Doubt missing(Kind kind) {
        if (kind == Kind.COLLECTION) {
            return names.apart() || deed.stops() ? null : Doubt.GALLERY_NOT_OWNED;
        }
        boolean judgedAsMade = kind == Kind.SESSION || kind == Kind.IMAGE || kind == Kind.JOB;
        return names.apart() && (!judgedAsMade || deed.stops()) ? null : Doubt.UNKNOWN_HANDLE;
    }
}
