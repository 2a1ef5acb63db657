package io.facegate.vendor.azure.client;

import io.facegate.call.Reply;
import io.facegate.vendor.client.SendAttempt;

/** What is read of the answers of Azure's services, for the fuzzer. */
public final class AzureReplyProbe {
    private AzureReplyProbe() {}

    /**
     * Reads an answer, and again as its owners are looked for.
     *
     * @param picture whether the operation answers with a picture
     */
    public static Reply read(AzureService service, SendAttempt.Answered answered, boolean picture) {
        var reply = AzureReplyReader.read(answered, service, picture ? "GetSessionImage" : "Detect");
        if (!picture && reply instanceof Reply.Verbatim given && given.error() == null) {
            AzureReplyBodies.read(given.body());
        }
        return reply;
    }
}
