package io.facegate.vendor.azure.client;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import io.facegate.call.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A vendor's answer, already read whole and checked, in the form that Microsoft's SDK reads. */
final class AzureSdkResponse extends HttpResponse {
    private static final HttpHeaders HEADERS = new HttpHeaders().set(HttpHeaderName.CONTENT_TYPE, "application/json");

    private final Reply.Verbatim reply;

    AzureSdkResponse(HttpRequest request, Reply.Verbatim reply) {
        super(request);
        this.reply = reply;
    }

    @Override
    public int getStatusCode() {
        return reply.status();
    }

    /** {@inheritDoc} Part of the SDK's interface. */
    @Deprecated
    @Override
    public String getHeaderValue(String name) {
        return HEADERS.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
        return new HttpHeaders(HEADERS);
    }

    @Override
    public BinaryData getBodyAsBinaryData() {
        return BinaryData.fromBytes(reply.body());
    }

    @Override
    public Flux<ByteBuffer> getBody() {
        return Flux.just(ByteBuffer.wrap(reply.body()));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
        return Mono.just(reply.body());
    }

    @Override
    public Mono<String> getBodyAsString() {
        return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
        return Mono.just(new String(reply.body(), charset));
    }
}
