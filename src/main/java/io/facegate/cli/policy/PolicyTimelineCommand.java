package io.facegate.cli.policy;

import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.proof.bdd.BddBudgetExceeded;
import io.facegate.policy.proof.change.PlannedChange;
import io.facegate.policy.proof.change.PolicyTimeline;
import io.facegate.policy.proof.change.PolicyTimeline.Moment;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.reading.PolicyReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code policy timeline}: lists the moments at which decisions change although no policy does. */
@Command(
        name = "timeline",
        mixinStandardHelpOptions = true,
        description = {
            "Show every moment at which the decision of some call changes although the policies stay the same: a"
                    + " rule begins or ends, an amendment becomes known, an override ends, a country joins a group.",
            "For each moment: the calls that become permitted or refused, and an example that the engine judged"
                    + " before and after.",
            "Then what is planned or open: ends, reviews, conditions without a date, disputes, overrides."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the analysis and the engine disagree, or it would take too much memory",
            "2:bad usage, or there is no such folder",
            "3:the policies do not compile"
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy timeline                                 from now on",
            "  facegate policy timeline --from 2020-06-01 --until 2021-07-01"
        })
public final class PolicyTimelineCommand implements Callable<Integer> {
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--from", paramLabel = "T", description = "The first moment; a day is UTC's. Default: now.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "T", description = "The last moment, not included. Default: no end.")
    private @Nullable String until;

    @Override
    public Integer call() {
        var moments = new MomentReader(spec, "UTC");
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var first = from == null ? now : moments.of("--from", from);
        var end = until == null ? LAST : moments.of("--until", until);
        try {
            var timeline =
                    PolicyTimeline.of(PolicyReader.load(settings.policies()), first, end, AnalysisLimits.usual(now));
            print(timeline, first);
            boolean sound = timeline.moments().stream()
                    .flatMap(moment -> moment.changes().stream())
                    .allMatch(change -> change.confirmed() || !change.settled());
            return (sound ? ExitCode.DONE : ExitCode.FAULT).number();
        } catch (PolicyErrors errors) {
            return CompileErrorPrinter.of(errors, settings);
        } catch (BddBudgetExceeded exhausted) {
            settings.complain("There is no timeline: it would take " + exhausted.getMessage() + ".");
            return ExitCode.FAULT.number();
        }
    }

    private void print(PolicyTimeline timeline, Instant first) {
        if (settings.json()) {
            timeline.moments().forEach(moment -> settings.print(JsonLine.line(fields(moment))));
            timeline.notices()
                    .forEach(notice -> settings.print(JsonLine.line(
                            Map.of("notice", notice.kind().word(), "rule", notice.rule(), "text", notice.text()))));
            return;
        }
        var changes = new ChangeLines(settings, "before:", "after:");
        for (var moment : timeline.moments()) {
            settings.print(heading(moment));
            moment.reasons().forEach(reason -> settings.print("  " + reason));
            changes.print(moment.changes());
            settings.print("");
        }
        if (timeline.moments().isEmpty()) {
            settings.print("From " + first + " on, no decision changes by itself.");
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
            settings.print(kind.title());
        }
        notices.forEach(notice -> settings.print("  " + notice.rule() + ": " + notice.text()));
    }

    private static String heading(Moment moment) {
        return moment.at().equals(moment.last())
                ? moment.at().toString()
                : moment.at() + " to " + moment.last() + ", place by place";
    }

    private static Map<String, @Nullable Object> fields(Moment moment) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("at", moment.at().toString());
        fields.put("last", moment.last().toString());
        fields.put("reasons", moment.reasons());
        fields.put("changes", moment.changes().stream().map(ChangeLines::fields).toList());
        return fields;
    }
}
