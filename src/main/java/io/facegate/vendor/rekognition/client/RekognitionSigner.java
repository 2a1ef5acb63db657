package io.facegate.vendor.rekognition.client;

import io.facegate.identity.SigV4Signer;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Request signing for one endpoint: AWS Signature Version 4 over all headers and the body. */
final class RekognitionSigner {
    private final SigV4Signer signer;
    private final RekognitionEndpoint endpoint;

    RekognitionSigner(RekognitionEndpoint endpoint, InstantSource clock) {
        this.signer = new SigV4Signer(endpoint.region(), "rekognition", clock);
        this.endpoint = endpoint;
    }

    /** Returns the headers to send, including the signature. */
    Map<String, String> sign(String operation, byte[] bodySha256, AwsCredentialsIdentity credentials) {
        var headers = Map.of(
                "host",
                endpoint.authority(),
                "content-type",
                "application/x-amz-json-1.1",
                "x-amz-target",
                "RekognitionService." + operation);
        var token = credentials instanceof AwsSessionCredentialsIdentity session ? session.sessionToken() : null;
        var pen = new SigV4Signer.SigningCredentials(credentials.accessKeyId(), credentials.secretAccessKey(), token);
        return signer.sign(endpoint.path(), headers, bodySha256, pen);
    }
}
