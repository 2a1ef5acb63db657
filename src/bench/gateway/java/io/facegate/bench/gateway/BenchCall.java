package io.facegate.bench.gateway;

import io.facegate.registry.MintedKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** One benchmark request, sent any number of times. A signed one works only while its signature is fresh. */
record BenchCall(URI to, String path, Map<String, String> headers, byte[] body) {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    /** A Rekognition DetectFaces call with its SigV4 signature. */
    static BenchCall detectFaces(URI to, MintedKey key, byte[] body) {
        var unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(to.resolve("/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "RekognitionService.DetectFaces")
                .build();
        var identity = AwsCredentialsIdentity.create(key.accessKeyId(), key.secretAccessKey());
        var signed = SIGNER.sign(request -> request.identity(identity)
                .request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rekognition")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        signed.request().headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
        headers.put("Host", to.getAuthority());
        headers.put("Content-Length", String.valueOf(body.length));
        return new BenchCall(to, "/", headers, body);
    }

    /** A call with these headers, among them an API key. */
    static BenchCall keyed(URI to, String path, Map<String, String> headers, byte[] body) {
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.put("Host", to.getAuthority());
        all.put("Content-Length", String.valueOf(body.length));
        return new BenchCall(to, path, all, body);
    }

    /** True for a gRPC call: HTTP/2, body in a gRPC frame. */
    boolean isGrpc() {
        return "application/grpc".equals(headers.get("Content-Type"));
    }

    /** The same call to another server that ignores the signature. */
    BenchCall at(URI other) {
        var moved = new TreeMap<>(headers);
        moved.put("Host", other.getAuthority());
        return new BenchCall(other, path, moved, body);
    }

    /** Returns the request line and headers as sent. */
    byte[] head() {
        var head = new StringBuilder("POST " + path + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Leaves the signature out. */
    @Override
    public String toString() {
        return "BenchCall[" + to + ", " + body.length + " bytes]";
    }
}
