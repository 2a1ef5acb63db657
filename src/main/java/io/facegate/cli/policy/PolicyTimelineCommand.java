package io.facegate.cli.policy;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.policy.proof.bdd.BddBudgetExceeded;
import io.facegate.policy.proof.change.ChangeReason;
import io.facegate.policy.proof.change.PlannedChange;
import io.facegate.policy.proof.change.PolicyTimeline;
import io.facegate.policy.proof.change.PolicyTimeline.Moment;
import io.facegate.usecase.policy.PolicyInspection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code policy timeline}: lists the moments at which decisions change although no policy does. */
@Command(
        name = "timeline",
        description = {
            "Show every moment at which the decision of some call changes although the policies stay the same: a"
                    + " rule begins or ends, an amendment becomes known, an override ends, a country joins a group.",
            "For each moment: the calls that become permitted or refused, and an example that the engine judged"
                    + " before and after.",
            "Then what is planned or open: ends, reviews, conditions without a date, disputes, overrides."
        },
        exitCodeList = {
            "0:done",
            "1:the analysis and the engine disagree, or it would take too much memory",
            "2:bad usage, or there is no such folder",
            "3:the policies do not compile"
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy timeline                                 # from now on",
            "  facegate policy timeline --from 2020-06-01 --until 2021-07-01"
        })
public final class PolicyTimelineCommand extends FacegateCommand {
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    @Option(names = "--from", paramLabel = "T", description = "The first moment; a day is UTC's. Default: now.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "T", description = "The last moment, not included. Default: no end.")
    private @Nullable String until;

    @Override
    protected ExitCode run() {
        var moments = new MomentReader(spec, "UTC");
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var first = from == null ? now : moments.parse("--from", from);
        var end = until == null ? LAST : moments.parse("--until", until);
        try {
            var timeline = PolicyInspection.timeline(settings.policies(), first, end, now);
            print(timeline, first);
            boolean sound = timeline.moments().stream()
                    .flatMap(moment -> moment.changes().stream())
                    .allMatch(change -> change.isConfirmed() || !change.settled());
            return sound ? ExitCode.DONE : ExitCode.FAULT;
        } catch (BddBudgetExceeded exhausted) {
            return fail(ExitCode.FAULT, "There is no timeline: it would take " + exhausted.getMessage() + ".");
        }
    }

    private void print(PolicyTimeline timeline, Instant first) {
        if (output().isJson()) {
            timeline.moments().forEach(moment -> output().printJson(fields(moment)));
            timeline.notices()
                    .forEach(notice -> output().printJson(CommandOutput.fields(
                            "notice", notice.kind().word(), "rule", notice.rule(), "text", notice.text())));
            return;
        }
        var changes = new DecisionDiffPrinter(output(), "before:", "after:");
        for (var moment : timeline.moments()) {
            output().print(heading(moment));
            moment.reasons().forEach(reason -> output().print("  " + reason.text()));
            changes.print(moment.changes());
            output().print("");
        }
        if (timeline.moments().isEmpty()) {
            output().print("From " + first + " on, no decision changes by itself.");
        }
        for (var kind : PlannedChange.Kind.values()) {
            print(
                    kind,
                    timeline.notices().stream()
                            .filter(notice -> notice.kind() == kind)
                            .toList());
        }
    }

    private void print(PlannedChange.Kind kind, List<PlannedChange> notices) {
        if (!notices.isEmpty()) {
            output().print(kind.title());
        }
        notices.forEach(notice -> output().print("  " + notice.rule() + ": " + notice.text()));
    }

    private static String heading(Moment moment) {
        return moment.first().equals(moment.last())
                ? moment.first().toString()
                : moment.first() + " to " + moment.last() + ", place by place";
    }

    private static Map<String, @Nullable Object> fields(Moment moment) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("at", moment.first().toString());
        fields.put("last", moment.last().toString());
        fields.put("reasons", moment.reasons().stream().map(ChangeReason::text).toList());
        fields.put(
                "changes",
                moment.changes().stream().map(DecisionDiffPrinter::fields).toList());
        return fields;
    }
}
