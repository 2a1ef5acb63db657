package io.facegate.usecase.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.ledger.reading.VerifiedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The runs of gateways, from the records of their starts, stops and loaded policies. */
final class RunHistory {
    private final ReportPeriod period;
    private final boolean shared;
    private final Map<String, Loaded> running = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final List<PolicyUse> policies = new ArrayList<>();
    private final List<RecordingGap> gaps = new ArrayList<>();
    private @Nullable Instant stopped;

    /** What a run has loaded; empty at first. */
    private record Loaded(String version, String digest, Instant from, int packs) {}

    /** @param shared whether several gateways may run at the same time */
    RunHistory(ReportPeriod period, boolean shared) {
        this.period = period;
        this.shared = shared;
    }

    /** Takes the next record, in the order of the log. */
    void add(VerifiedRecord record) {
        var fields = record.fields();
        var time = PeriodEventReader.time(fields.path("time"));
        if (time == null) {
            return;
        }
        var run = fields.path("boot").asText();
        switch (fields.path("act").asText()) {
            case "start" -> start(run, fields, time);
            case "stop" -> stop(run, time);
            default -> load(run, fields, time);
        }
    }

    private void start(String run, JsonNode fields, Instant time) {
        if (!shared) {
            // Only one gateway writes a ledger file, so an earlier run has ended, without a record of it.
            List.copyOf(running.keySet()).forEach(earlier -> end(earlier, null));
        }
        if (running.isEmpty() && stopped != null) {
            addGap(stopped, time);
        }
        stopped = null;
        if (fields.path("gateway").isTextual()) {
            names.put(run, fields.path("gateway").asText());
        }
        running.put(run, new Loaded(fields.path("subject").asText(), "", time, 0));
    }

    private void stop(String run, Instant time) {
        end(run, time);
        stopped = running.isEmpty() ? time : null;
    }

    private void load(String run, JsonNode fields, Instant time) {
        var version = fields.path("build").asText();
        end(run, time);
        running.put(
                run,
                new Loaded(
                        version,
                        fields.path("subject").asText(),
                        time,
                        fields.path("packs").size()));
    }

    private void end(String run, @Nullable Instant time) {
        var before = running.remove(run);
        if (before != null && !before.digest.isEmpty()) {
            addUse(run, before, time);
        }
    }

    private void addUse(String run, Loaded loaded, @Nullable Instant until) {
        if (loaded.from.isBefore(period.until()) && (until == null || until.isAfter(period.from()))) {
            policies.add(use(run, loaded, until));
        }
    }

    private PolicyUse use(String run, Loaded loaded, @Nullable Instant until) {
        return new PolicyUse(run, names.get(run), loaded.version, loaded.digest, loaded.from, until, loaded.packs);
    }

    private void addGap(Instant from, Instant until) {
        if (from.isBefore(period.until()) && until.isAfter(period.from())) {
            gaps.add(new RecordingGap(RecordingGap.Kind.STOPPED, from, until, null));
        }
    }

    /** The times without a gateway; one that has not ended ends now. */
    List<RecordingGap> gaps(Instant now) {
        var all = new ArrayList<>(gaps);
        if (stopped != null && running.isEmpty() && stopped.isBefore(period.until())) {
            all.add(new RecordingGap(
                    RecordingGap.Kind.STOPPED, stopped, now.isBefore(period.until()) ? now : period.until(), null));
        }
        return all;
    }

    /** The policies in use in the period, in the order of their time. */
    List<PolicyUse> policies() {
        var all = new ArrayList<>(policies);
        running.forEach((run, loaded) -> {
            if (!loaded.digest.isEmpty() && loaded.from.isBefore(period.until())) {
                all.add(use(run, loaded, null));
            }
        });
        all.sort(Comparator.comparing(PolicyUse::from));
        return all;
    }
}
