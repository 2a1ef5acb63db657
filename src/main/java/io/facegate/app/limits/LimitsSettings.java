package io.facegate.app.limits;

import io.facegate.app.tokens.TokenReplayStore;
import io.facegate.console.SharedConsoleState;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.gateway.limits.ValkeyAddress;
import io.facegate.gateway.limits.ValkeyCallHistory;
import io.facegate.gateway.limits.ValkeyCounters;
import io.facegate.gateway.limits.ValkeyEntries;
import io.facegate.gateway.limits.ValkeyScripts;
import io.facegate.ledger.store.LedgerKeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway counts calls.
 *
 * @param quotas the configured file, or null for {@code quotas.yaml} in the data folder, if there
 * @param shared the server in which several gateways count together, or null
 * @param password the file whose first line is its password, or null
 * @param fallback the part of each quota that is used while the server is down, 0 to refuse then
 */
public record LimitsSettings(
        @Nullable Path quotas,
        @Nullable ValkeyAddress shared,
        @Nullable Path password,
        double fallback) {
    public static final LimitsSettings NONE = new LimitsSettings(null, null, null, 0);

    private static final String NAME = "quotas.yaml";

    /** The quotas file; null if there is none. */
    @Nullable
    Path file(Path data) {
        var file = quotas == null ? data.resolve(NAME) : quotas;
        return quotas == null && !Files.exists(file) ? null : file;
    }

    /**
     * Creates the limiter, without quotas.
     *
     * @param data the folder with the key that all gateways have in common
     */
    CallLimiter open(Path data) throws IOException {
        if (shared == null) {
            return new CallLimiter(null, 0);
        }
        var scripts = scripts(shared, data);
        return new CallLimiter(new ValkeyCounters(scripts), new ValkeyCallHistory(scripts), fallback);
    }

    /**
     * What the consoles of gateways keep together; null if each keeps its own. It has connections of its own, so that
     * the console and calls do not wait for each other.
     *
     * @param data the folder with the key that all gateways have in common
     * @param key the console's key of the registry
     */
    public @Nullable SharedConsoleState openConsole(Path data, Supplier<byte[]> key) {
        try {
            return shared == null ? null : new ValkeyConsoleState(new ValkeyEntries(scripts(shared, data)), key);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Where gateways remember together which tokens for one call were used; null if each remembers its own.
     *
     * @param data the folder with the key that all gateways have in common
     */
    public @Nullable TokenReplayStore openTokenUses(Path data) {
        try {
            return shared == null
                    ? null
                    : new ValkeyTokenReplayStore(new ValkeyEntries(scripts(shared, data)), LedgerKeyFile.read(data));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private ValkeyScripts scripts(ValkeyAddress server, Path data) throws IOException {
        return new ValkeyScripts(server, secret(), LedgerKeyFile.read(data));
    }

    private @Nullable String secret() throws IOException {
        if (password == null) {
            return null;
        }
        try (var lines = Files.lines(password)) {
            return lines.findFirst().orElse("");
        }
    }
}
