package io.facegate.provider.rekognition;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests for one endpoint: Signature Version 4 over every header it gives and over the body. */
final class Signature {
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final Endpoint endpoint;
    private final SdkHttpRequest bare;

    Signature(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.bare = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .protocol(endpoint.tls() ? "https" : "http")
                .host(endpoint.host())
                .port(endpoint.port())
                .encodedPath(endpoint.path())
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .build();
    }

    /** The headers to send, the signature among them. */
    Map<String, List<String>> sign(String operation, Body body, AwsCredentialsIdentity credentials) {
        var request = bare.toBuilder()
                .putHeader("X-Amz-Target", "RekognitionService." + operation)
                .build();
        return signer.sign(asked -> asked.identity(credentials)
                        .request(request)
                        .payload(ContentStreamProvider.fromInputStreamSupplier(body::stream))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rekognition")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, endpoint.region()))
                .request()
                .headers();
    }
}
