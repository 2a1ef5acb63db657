package io.facegate.app.vendors.rekognition;

import io.facegate.registry.MintedKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Request to the Rekognition wire with a real SigV4 signature, as from an AWS SDK. */
public final class SignedRekognitionRequest {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    /** Headers that the JDK's client sets itself. */
    private static final Set<String> OWN = Set.of("host", "content-length");

    private SignedRekognitionRequest() {}

    /** Returns the signed request of one operation. */
    public static HttpRequest.Builder of(URI gateway, MintedKey key, String operation, byte[] body) {
        var unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(gateway.resolve("/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "RekognitionService." + operation)
                .build();
        var signed = SIGNER.sign(
                request -> request.identity(AwsCredentialsIdentity.create(key.accessKeyId(), key.secretAccessKey()))
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rekognition")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
        var request = HttpRequest.newBuilder(gateway.resolve("/")).POST(BodyPublishers.ofByteArray(body));
        signed.request().headers().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request;
    }
}
