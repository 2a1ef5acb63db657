package io.facegate.vendor.faceplusplus.client;

import io.facegate.call.Reply;
import io.facegate.vendor.client.SendAttempt;

/** What is read of Face++'s answers, for the fuzzer. */
public final class FacePlusPlusReplyProbe {
    private FacePlusPlusReplyProbe() {}

    public static Reply read(SendAttempt.Answered answered) {
        FacePlusPlusReplyReader.isThrottled(answered);
        return FacePlusPlusReplyReader.read(answered);
    }
}
