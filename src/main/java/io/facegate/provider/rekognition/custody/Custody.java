package io.facegate.provider.rekognition.custody;

import io.facegate.call.Ask;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.handle.Handles;
import io.facegate.call.handle.Kind;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Knows whose the vendor's handles are: before a call is judged, and when its answer comes. */
public final class Custody {
    private final Handles handles;
    private final InstantSource clock;

    public Custody(Handles handles, InstantSource clock) {
        this.handles = handles;
        this.clock = clock;
    }

    /** The call as it is to be judged: doubted, or with the capabilities of what it goes back to. */
    public FaceCall judged(Caller caller, FaceCall asked) {
        if (!asked.provider().equals("rekognition")) {
            return asked.doubted(Doubt.UNKNOWN_OPERATION);
        }
        var pointing = Pointers.doubt(caller.chain().getLast(), asked);
        return pointing != null ? asked.doubted(pointing) : new Claim(handles, caller, asked).judged();
    }

    /** Since when what a neutral call goes back to is on record here, or null. */
    public @Nullable Instant since(Caller caller, FaceCall asked) {
        var names = Namespace.of(caller.chain().getLast());
        var gallery = asked.facts().gallery();
        var handle = asked.ask() instanceof Ask.ReadLiveness(var session)
                ? names.handle(Kind.SESSION, session)
                : gallery == null ? null : names.handle(Kind.COLLECTION, gallery);
        return handle == null ? null : handles.since(handle, names.organisation());
    }

    /** A cleared call on its way to the vendor and back. */
    public Errand errand(Cleared cleared, FaceCall call) {
        return new Errand(handles, clock, cleared, call);
    }
}
