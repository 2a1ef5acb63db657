package io.facegate.cli.registry;

import io.facegate.identity.Evidence;
import io.facegate.usecase.registry.EvidenceEntries;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the scope of an evidence entry: case, period and facts. */
final class EvidenceOptions {
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
            description = "Start of the use that this evidence covers. Rules count hours from then.")
    private @Nullable String started;

    @Mixin
    private FactArguments facts = new FactArguments();

    /** The entry with the values of these options. */
    Evidence applyTo(Evidence one, Instant now) {
        return new Evidence(
                one.id(),
                one.organisation(),
                one.type(),
                matter == null ? one.caseId() : matter,
                from == null ? one.from() : MomentArgument.parse("--from", from, now),
                until == null ? one.until() : MomentArgument.parse("--until", until, now),
                facts(one.facts()));
    }

    /** Start of the use that the entry covers, or null. */
    @Nullable
    Instant started(Instant now) {
        return started == null ? null : MomentArgument.parse("--started", started, now);
    }

    /** New facts replace the earlier ones, except the start of the use. */
    private Map<String, List<String>> facts(Map<String, List<String>> before) {
        if (!facts.isGiven()) {
            return before;
        }
        var after = new LinkedHashMap<>(facts.read());
        if (before.containsKey(EvidenceEntries.STARTED)) {
            after.put(EvidenceEntries.STARTED, before.get(EvidenceEntries.STARTED));
        }
        return after;
    }
}
