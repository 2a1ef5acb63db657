package io.facegate.identity;

import io.facegate.call.Digests;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests as the AWS SDK for Java does. */
public final class SdkSigner {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private SdkSigner() {}

    public static SdkHttpRequest.Builder detectFaces() {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("http://127.0.0.1:8080/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "RekognitionService.DetectFaces");
    }

    public static Credential.Signed sign(SdkHttpRequest.Builder unsigned, byte[] body, String keyId, Instant now) {
        var signed = SIGNER.sign(request -> request.identity(AwsCredentialsIdentity.create(keyId, Household.SECRET))
                .request(unsigned.build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rekognition")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)));
        var request = signed.request();
        var headers = new ArrayList<Map.Entry<String, String>>();
        request.headers().forEach((name, values) -> values.forEach(value -> headers.add(Map.entry(name, value))));
        return new Credential.Signed(
                new Credential.Request(
                        request.method().name(),
                        request.encodedPath(),
                        request.encodedQueryParameters().orElse(""),
                        List.copyOf(headers),
                        "127.0.0.0/8",
                        true),
                Digests.sha256(body));
    }
}
