package io.facegate.vendor.rekognition.client;

import io.facegate.call.Reply;
import io.facegate.vendor.client.SendAttempt;

/** What is read of Rekognition's answers, for the fuzzer. */
public final class RekognitionReplyProbe {
    private RekognitionReplyProbe() {}

    /** @param role whether the call used an organisation's own role */
    public static Reply read(SendAttempt.Answered answered, boolean role) {
        RekognitionReplyReader.isThrottled(answered);
        return RekognitionReplyReader.read(answered, role);
    }
}
