package io.facegate.cli.registry;

import io.facegate.identity.Evidence;
import io.facegate.registry.RegistryException.Unacceptable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the scope of an evidence entry: case, period and facts. */
final class EvidenceOptions {
    /** The fact from which policy computes the age of a use. */
    private static final String STARTED = "started";

    @Option(
            names = "--case",
            paramLabel = "CASE",
            description = "The only case that it is valid for. Default: any call of the organisation may name it.")
    private @Nullable String matter;

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            description = "When it becomes valid: a date or an instant. Default: it always was.")
    private @Nullable String from;

    @Option(
            names = "--until",
            paramLabel = "WHEN",
            description = "When it stops being valid: 90d, 12h, 30m, a date or an instant. Default: never.")
    private @Nullable String until;

    @Option(
            names = "--started",
            paramLabel = "WHEN",
            description = "When the use began that it covers. Rules count the hours since then.")
    private @Nullable String started;

    @Mixin
    private FactArguments facts = new FactArguments();

    /** An empty entry. */
    static Evidence blank(String id, String organisation, String type) {
        return new Evidence(id, organisation, type, null, null, null, Map.of());
    }

    /** The entry with the values of these options. */
    Evidence applied(Evidence one, Instant now) {
        return new Evidence(
                one.id(),
                one.organisation(),
                one.type(),
                matter == null ? one.matter() : matter,
                from == null ? one.from() : MomentArgument.parse("--from", from, now),
                until == null ? one.until() : MomentArgument.parse("--until", until, now),
                facts(one.facts(), now));
    }

    private Map<String, List<String>> facts(Map<String, List<String>> before, Instant now) {
        var after = new LinkedHashMap<>(facts.isGiven() ? facts.read() : before);
        if (started != null) {
            var moment = MomentArgument.parse("--started", started, now);
            if (moment.isAfter(now)) {
                throw new Unacceptable("--started says when the use began. It cannot be in the future.");
            }
            after.put(STARTED, List.of(moment.toString()));
        } else if (before.containsKey(STARTED)) {
            after.put(STARTED, before.get(STARTED));
        }
        return after;
    }
}
