package io.facegate.provider.rekognition.custody;

import io.facegate.call.FaceCall;
import io.facegate.call.handle.Kind;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tokens by which lists go on: each is ours, and good for its caller and its list only. */
final class Pages {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;

    private Pages() {}

    static String fresh() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** The one request that a handle of that kind is good for: a page for its list, others for the operation. */
    static String use(Kind kind, FaceCall call) {
        return kind == Kind.PAGE
                ? Stream.concat(
                                Stream.of(call.operation()),
                                Stream.of("JobId", "CollectionId", "ProjectArn", "DatasetArn")
                                        .map(field ->
                                                String.valueOf(call.params().get(field))))
                        .collect(Collectors.joining("\n"))
                : call.operation();
    }
}
