package io.facegate.vendor.compreface.client;

import io.facegate.call.Reply;
import io.facegate.vendor.client.SendAttempt;
import java.util.Map;

/** What is read of CompreFace's answers, for the fuzzer. */
public final class CompreFaceReplyProbe {
    private CompreFaceReplyProbe() {}

    /** @param picture whether the operation answers with a picture */
    public static Reply read(SendAttempt.Answered answered, boolean picture) {
        var sent = CompreFaceRequest.of(picture ? "DownloadFace" : "ListFaces", Map.of(), Map.of());
        return CompreFaceReplyReader.read(sent, answered);
    }
}
