package io.facegate.vendor.azure.client;

import io.facegate.call.Reply;
import io.facegate.vendor.client.SendAttempt;

/** What is read of the answers of Azure's services, for the fuzzer. */
public final class AzureReplyProbe {
    private AzureReplyProbe() {}

    /** @param picture whether the operation answers with a picture */
    public static Reply read(AzureService service, SendAttempt.Answered answered, boolean picture) {
        return AzureReplyReader.read(answered, service, picture ? "GetSessionImage" : "Detect");
    }
}
