package io.facegate.vendor.azure.client;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import io.facegate.call.Reply;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * HTTP client that Microsoft's SDK is given: it opens no connection, and hands the request to the cleared call that it
 * belongs to. Whatever the SDK asks outside of such a call is refused.
 */
final class AzureSdkHttpClient implements HttpClient {
    private static final String CALL = "facegate.cleared-call";

    /** Sends the SDK's request as the gateway sends any other, and returns the vendor's answer of success. */
    interface ClearedSend extends Function<HttpRequest, Reply.Verbatim> {}

    /** Returns the SDK's context of one cleared call. */
    static Context context(ClearedSend send) {
        return new Context(CALL, send);
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        var send = context.getData(CALL).filter(ClearedSend.class::isInstance).map(ClearedSend.class::cast);
        return new AzureSdkResponse(
                request, send.orElseThrow(AzureSdkHttpClient::uncleared).apply(request));
    }

    /** Refuses: an asynchronous request would be sent on a thread that knows no cleared call. */
    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.error(AzureSdkHttpClient::uncleared);
    }

    private static IllegalStateException uncleared() {
        return new IllegalStateException("Microsoft's client asks for something outside of a cleared call.");
    }
}
