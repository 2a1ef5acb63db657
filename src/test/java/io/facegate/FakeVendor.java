package io.facegate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A vendor's cloud on loopback: it answers what a test told it to, and remembers what it was asked. */
public final class FakeVendor implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ArrayDeque<Answer> answers = new ArrayDeque<>();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

    private FakeVendor(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** One that answers {@code {}} until it is told otherwise. */
    public static FakeVendor start() throws IOException {
        return new FakeVendor(HttpServer.create(loopback(), 0));
    }

    /** The same behind TLS. */
    public static FakeVendor start(SSLContext identity) throws IOException {
        var server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        return new FakeVendor(server);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** What it answers, call by call; the last is answered from then on. */
    public FakeVendor answers(Answer... next) {
        synchronized (answers) {
            answers.clear();
            answers.addAll(List.of(next));
        }
        return this;
    }

    /** The calls so far, in the order received. */
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** The one call so far. */
    public Seen only() {
        if (seen.size() != 1) {
            throw new AssertionError("The vendor saw " + seen.size() + " calls, not one.");
        }
        return seen.element();
    }

    public URI url() {
        var scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new TreeMap<String, List<String>>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    exchange.getRequestBody().readAllBytes(),
                    exchange.getRemoteAddress().getPort()));
            next().to(exchange);
        }
    }

    private Answer next() {
        synchronized (answers) {
            var next = answers.size() > 1 ? answers.poll() : answers.peek();
            return Objects.requireNonNullElseGet(next, () -> Answer.of(200, "{}"));
        }
    }

    /**
     * One call as the vendor received it.
     *
     * @param headers by their names in lower case
     * @param clientPort tells one connection from another
     */
    public record Seen(String method, String uri, Map<String, List<String>> headers, byte[] body, int clientPort) {
        public @Nullable String header(String name) {
            var values = headers.get(name);
            return values == null ? null : values.getFirst();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /**
     * What to answer.
     *
     * @param sent how many bytes of the body to send before the connection is cut, or -1 for all and no cut; 0 cuts it
     *     before the answer has begun
     * @param stall how long to wait between those bytes and the cut
     */
    public record Answer(int status, byte[] body, Map<String, String> headers, Pause delay, int sent, Duration stall) {
        public static Answer of(int status, String json) {
            return of(status, json.getBytes(StandardCharsets.UTF_8));
        }

        public static Answer of(int status, byte[] body) {
            return new Answer(
                    status, body, Map.of("Content-Type", "application/x-amz-json-1.1"), () -> {}, -1, Duration.ZERO);
        }

        /** An error as Rekognition words it. */
        public static Answer error(int status, String name) {
            return of(status, "{\"__type\":\"" + name + "\",\"Message\":\"So the fake vendor was told.\"}");
        }

        public Answer with(String header, String value) {
            var all = new TreeMap<>(headers);
            all.put(header, value);
            return new Answer(status, body, all, delay, sent, stall);
        }

        public Answer after(Duration pause) {
            return new Answer(status, body, headers, () -> Thread.sleep(pause), sent, stall);
        }

        /** Not before the test lets it go. */
        public Answer once(CountDownLatch ready) {
            return new Answer(status, body, headers, ready::await, sent, stall);
        }

        public Answer cutAfter(int bytes) {
            return new Answer(status, body, headers, delay, bytes, stall);
        }

        /** The first bytes in time, and then nothing for so long. */
        public Answer stalledAfter(int bytes, Duration pause) {
            return new Answer(status, body, headers, delay, bytes, pause);
        }

        /** The same answer with another body. */
        public Answer ruleText(byte[] other) {
            return new Answer(status, other, headers, delay, sent, stall);
        }

        /** The same answer with another status. */
        public Answer status(int other) {
            return new Answer(other, body, headers, delay, sent, stall);
        }

        private void to(HttpExchange exchange) throws IOException {
            try {
                delay.pass();
            } catch (InterruptedException closed) {
                return;
            }
            if (sent == 0) {
                return;
            }
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body, 0, sent < 0 ? body.length : sent);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(stall);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What passes before an answer. */
    private interface Pause {
        void pass() throws InterruptedException;
    }
}
