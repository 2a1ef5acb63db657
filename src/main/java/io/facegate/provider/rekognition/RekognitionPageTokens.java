package io.facegate.provider.rekognition;

import io.facegate.call.FaceCall;
import io.facegate.call.ResourceKind;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tokens by which lists go on: each is ours, and good for its caller and its list only. */
final class RekognitionPageTokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;

    private RekognitionPageTokens() {}

    static String fresh() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** The one request that a handle of that kind is good for: a page for its list, others for the operation. */
    static String use(ResourceKind kind, FaceCall call) {
        return kind == ResourceKind.PAGE
                ? Stream.concat(
                                Stream.of(call.operation()),
                                Stream.of("JobId", "CollectionId", "ProjectArn", "DatasetArn")
                                        .map(field ->
                                                String.valueOf(call.params().get(field))))
                        .collect(Collectors.joining("\n"))
                : call.operation();
    }
}
