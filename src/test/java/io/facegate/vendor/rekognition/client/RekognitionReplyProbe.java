package io.facegate.vendor.rekognition.client;

import io.facegate.call.Reply;
import io.facegate.vendor.client.SendAttempt;

/** What is read of Rekognition's answers, for the fuzzer. */
public final class RekognitionReplyProbe {
    private RekognitionReplyProbe() {}

    /**
     * Reads an answer, and again as its owners are looked for.
     *
     * @param role whether the call used an organisation's own role
     */
    public static Reply read(SendAttempt.Answered answered, boolean role) {
        RekognitionReplyReader.isThrottled(answered);
        var reply = RekognitionReplyReader.read(answered, role);
        if (reply instanceof Reply.Verbatim given && given.error() == null) {
            RekognitionReplyBodies.read(given.body());
        }
        return reply;
    }
}
