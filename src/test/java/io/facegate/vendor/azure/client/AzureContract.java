package io.facegate.vendor.azure.client;

import io.facegate.FakeVendor.Answer;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderContract;
import java.util.stream.Stream;

/**
 * How both services of Azure say what went wrong.
 *
 * @param <P> the adapter
 */
@SuppressWarnings("try") // an adapter's close is not interrupted
abstract class AzureContract<P extends Provider & AutoCloseable> extends ProviderContract<P> {
    /** @param error its status and its code */
    static Said said(String error) {
        var words = error.split(" ");
        return new Said(words[1], answer(words[0], "\"code\":\"" + words[1] + '"'));
    }

    /** One with a code inside. */
    static Said nested(String error) {
        var words = error.split(" ");
        var inner = "\"innererror\":{\"code\":\"" + words[1] + "\",\"message\":\"As told.\"}";
        return new Said("InvalidRequest", answer(words[0], "\"code\":\"InvalidRequest\"," + inner));
    }

    private static Answer answer(String status, String error) {
        return Answer.of(Integer.parseInt(status), "{\"error\":{" + error + ",\"message\":\"As told.\"}}");
    }

    @Override
    protected Stream<Said> throttled() {
        return Stream.of("429 429", "429 RateLimitExceeded").map(AzureContract::said);
    }

    @Override
    protected Stream<Said> failures() {
        return Stream.of("500 InternalServerError", "503 ServiceUnavailable").map(AzureContract::said);
    }

    @Override
    protected Stream<String> nameless() {
        return Stream.of("{}", "[]", "{\"error\":{}}", "{\"error\":{\"code\":\"Bad Name\\r\\nX: y\"}}");
    }
}
