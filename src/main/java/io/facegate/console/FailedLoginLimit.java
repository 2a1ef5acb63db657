package io.facegate.console;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many logins of people may fail from one network. A login counts when the provider is asked, so that many at
 * once are no more than the limit, and is taken back when it succeeds. Each gateway counts by itself, and where several
 * share their sessions, together too: it must fit in both.
 */
final class FailedLoginLimit {
    /** Most failed logins of one network in a window; all people may stand behind one proxy. */
    static final int MOST = 50;

    /** How long failures count, from the first. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final int MOST_NETWORKS = 4096;

    private final InstantSource clock;
    private final @Nullable SharedConsoleState shared;
    private final Function<HttpServerRequest, String> networks;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private record Count(Instant first, int failed) {
        boolean isOver(Instant now) {
            return !now.isBefore(first.plus(WINDOW));
        }
    }

    FailedLoginLimit(
            InstantSource clock, @Nullable SharedConsoleState shared, Function<HttpServerRequest, String> networks) {
        this.clock = clock;
        this.shared = shared;
        this.networks = networks;
    }

    String network(HttpServerRequest request) {
        return networks.apply(request);
    }

    /**
     * Counts a login that is tried; false if too many failed before.
     *
     * @throws SharedConsoleState.Unreachable if that is not known
     */
    boolean begin(String network) {
        boolean fitsTogether = shared == null || shared.count(name(network), WINDOW) <= MOST;
        return count(network) <= MOST && fitsTogether;
    }

    /** Takes back a login that succeeded, or whose failure was the gateway's own. */
    void release(String network) {
        synchronized (counts) {
            counts.computeIfPresent(network, (any, count) -> new Count(count.first, Math.max(0, count.failed - 1)));
        }
        if (shared != null) {
            shared.release(name(network));
        }
    }

    private int count(String network) {
        var now = clock.instant();
        synchronized (counts) {
            var before = counts.remove(network);
            var count = before == null || before.isOver(now)
                    ? new Count(now, 1)
                    : new Count(before.first, Math.min(MOST, before.failed) + 1);
            counts.put(network, count);
            if (counts.size() > MOST_NETWORKS) {
                counts.remove(counts.keySet().iterator().next());
            }
            return count.failed;
        }
    }

    private static String name(String network) {
        return "failed logins of " + network;
    }
}
