package io.facegate.app.tokens;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
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
    private static final long NEVER = Long.MIN_VALUE;

    private final AtomicLong failedAt;

    private BoundedHttpGet(AtomicLong failedAt) {
        this.failedAt = failedAt;
        setConnectTimeout(FETCH_MILLIS);
        setReadTimeout(FETCH_MILLIS);
        setRetries(0);
        setResponseBodySizeLimit(LARGEST_KEY_SET);
    }

    /** A client that keeps its last failure's time in {@code failedAt}, shared by all fetchers of a key set. */
    static BoundedHttpGet remembering(AtomicLong failedAt) {
        return new BoundedHttpGet(failedAt);
    }

    /** Initial value of that time: no failure. */
    static AtomicLong noFailure() {
        return new AtomicLong(NEVER);
    }

    @Override
    public SimpleResponse get(String location) throws IOException {
        synchronized (failedAt) {
            long failed = failedAt.get();
            if (failed != NEVER && System.nanoTime() - failed < PEACE_NANOS) {
                throw new IOException("The key set could not be fetched a moment ago.");
            }
            try {
                var response = super.get(location);
                requireKeys(response.getBody());
                failedAt.set(NEVER);
                return response;
            } catch (IOException failure) {
                failedAt.set(System.nanoTime());
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
