package io.facegate.cli.registry;

import io.facegate.identity.KeyLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what a new key may be used for, and from when. */
final class KeyLimitOptions {
    @Option(
            names = "--wire",
            paramLabel = "API",
            description = "An API that it may be used on, by its word, such as facegate or authzen; repeatable."
                    + " Default: all.")
    private List<String> wires = new ArrayList<>();

    @Option(
            names = "--place",
            paramLabel = "PLACE",
            description = "A registered place that its calls may be of; repeatable. Calls that name none are of these."
                    + " Default: all that are registered.")
    private List<String> places = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            description = "From when it may be used, written as --expires. Default: now.")
    private @Nullable String from;

    KeyLimits until(@Nullable Instant expires) {
        var begins = from == null ? null : MomentArgument.parse("--from", from, Instant.now());
        return new KeyLimits(wires, places, begins, expires);
    }
}
