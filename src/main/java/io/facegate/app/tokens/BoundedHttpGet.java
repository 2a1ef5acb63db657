package io.facegate.app.tokens;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.http.Get;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * HTTP GET for key sets with a timeout and a size limit. Does not retry a failed server for a while: anybody can make
 * up tokens, and they must not cost a fetch each.
 */
final class BoundedHttpGet extends Get {
    private static final int FETCH_MILLIS = 2000;
    private static final int LARGEST_KEY_SET = 256 * 1024;
    private static final long PEACE_NANOS = 10_000_000_000L;

    private final AtomicReference<OptionalLong> failedAt;

    private BoundedHttpGet(AtomicReference<OptionalLong> failedAt) {
        this.failedAt = failedAt;
        setConnectTimeout(FETCH_MILLIS);
        setReadTimeout(FETCH_MILLIS);
        setRetries(0);
        setResponseBodySizeLimit(LARGEST_KEY_SET);
    }

    /** A client that keeps its last failure's time in {@code failedAt}, shared by all fetchers of a key set. */
    static BoundedHttpGet withFailureTime(AtomicReference<OptionalLong> failedAt) {
        return new BoundedHttpGet(failedAt);
    }

    /** Initial value of that time: no failure. */
    static AtomicReference<OptionalLong> noFailureTime() {
        return new AtomicReference<>(OptionalLong.empty());
    }

    @Override
    public SimpleResponse get(String location) throws IOException {
        synchronized (failedAt) {
            var failed = failedAt.get();
            if (failed.isPresent() && System.nanoTime() - failed.getAsLong() < PEACE_NANOS) {
                throw new IOException("The key set could not be fetched a moment ago.");
            }
            try {
                var response = super.get(location);
                requireKeys(response.getBody());
                failedAt.set(OptionalLong.empty());
                return response;
            } catch (IOException failure) {
                failedAt.set(OptionalLong.of(System.nanoTime()));
                throw failure;
            }
        }
    }

    /** Rejects a response without keys, such as an error page with status 200. */
    private static void requireKeys(String body) throws IOException {
        try {
            if (new JsonWebKeySet(body).getJsonWebKeys().isEmpty()) {
                throw new IOException("The fetched key set has no key.");
            }
        } catch (JoseException | RuntimeException none) {
            throw new IOException("The fetched document is not a key set.", none);
        }
    }
}
