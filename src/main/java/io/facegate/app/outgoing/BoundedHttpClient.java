package io.facegate.app.outgoing;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Sends HTTP requests: one deadline for the whole exchange, a size limit, and no redirect. */
public final class BoundedHttpClient implements AutoCloseable {
    private final HttpClient client;

    /** Trusts the certificate authorities of this Java runtime. */
    public BoundedHttpClient(Duration connect) {
        this.client = builder(connect).build();
    }

    /** Trusts what the context trusts. */
    public BoundedHttpClient(Duration connect, SSLContext trusted) {
        this.client = builder(connect).sslContext(trusted).build();
    }

    private static HttpClient.Builder builder(Duration connect) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /**
     * Sends a request, and waits for the whole answer. The request's own timeout would end with the answer's headers.
     *
     * @throws HttpTimeoutException if it did not come within the deadline
     */
    public HttpResponse<byte[]> send(HttpRequest.Builder request, Duration deadline, BodyHandler<byte[]> body)
            throws IOException, InterruptedException {
        var sent = client.sendAsync(request.timeout(deadline).build(), body);
        try {
            return sent.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw tooLate(deadline);
        } catch (ExecutionException failed) {
            throw switch (failed.getCause()) {
                case HttpTimeoutException late -> tooLate(deadline);
                case IOException unsent -> unsent;
                case null, default -> new IOException("it was not sent", failed);
            };
        } finally {
            sent.cancel(true);
        }
    }

    private static HttpTimeoutException tooLate(Duration deadline) {
        return new HttpTimeoutException("it did not answer within " + deadline.toSeconds() + " s");
    }

    /**
     * As above, for an answer of at most so many bytes.
     *
     * @throws IOException with a message for the operator, which names the address and quotes nothing of the answer
     */
    public HttpResponse<byte[]> fetch(HttpRequest.Builder request, Duration deadline, int most) throws IOException {
        var address = request.build().uri();
        try {
            return send(request, deadline, _ -> BodySubscribers.limiting(BodySubscribers.ofByteArray(), most));
        } catch (HttpTimeoutException late) {
            throw new IOException(address + " does not answer within " + deadline.toSeconds() + " s", late);
        } catch (IOException failed) {
            throw new IOException(
                    address + " cannot be fetched: " + failed.getClass().getSimpleName(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(address + " was not waited for", stopped);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
