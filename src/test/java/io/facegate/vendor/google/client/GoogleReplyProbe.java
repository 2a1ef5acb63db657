package io.facegate.vendor.google.client;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Reply;
import io.facegate.vendor.client.SendAttempt;
import java.util.Map;
import java.util.Set;

/** What is read of Google Vision's answers, for the fuzzer. */
public final class GoogleReplyProbe {
    private GoogleReplyProbe() {}

    /** @param faces whether the call asked for faces, which are counted then */
    public static Reply read(SendAttempt.Answered answered, boolean faces) {
        var facts = FaceCall.Facts.of(Set.of(faces ? Capability.DETECT : Capability.NOT_FACE));
        return GoogleReplyReader.read(
                answered,
                new FaceCall(
                        "google", "AnnotateImages", facts, new NormalizedRequest.VendorSpecific(""), Map.of(), null));
    }
}
