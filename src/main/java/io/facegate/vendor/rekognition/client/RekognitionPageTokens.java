package io.facegate.vendor.rekognition.client;

import io.facegate.call.FaceCall;
import io.facegate.call.ResourceKind;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The gateway's page tokens. Each is valid only for one caller and one list. */
final class RekognitionPageTokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;

    private RekognitionPageTokens() {}

    static String newToken() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** Returns the only request that a resource id is valid for: for a page its list, for others the operation. */
    static String useOf(ResourceKind kind, FaceCall call) {
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
