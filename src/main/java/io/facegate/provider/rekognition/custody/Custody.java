package io.facegate.provider.rekognition.custody;

import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.handle.Handles;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import java.time.InstantSource;

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

    /** A cleared call on its way to the vendor and back. */
    public Errand errand(Cleared cleared, FaceCall call) {
        return new Errand(handles, clock, cleared, call);
    }
}
