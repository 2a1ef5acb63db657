package io.facegate.usecase.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.json.JsonMappers;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a transparency report as JSON, for programs. */
final class ReportJson {
    /** Names this list of fields. */
    static final String SCHEMA = "facegate.report/1";

    private ReportJson() {}

    static String write(TransparencyReport report) {
        var json = JsonMappers.PLAIN.createObjectNode().put("schema", SCHEMA);
        json.put("from", report.period().from().toString());
        json.put("until", report.period().until().toString());
        json.put("made", report.made().toString());
        basis(report, json);
        calls(report.calls(), json.putObject("calls"));
        var volumes = json.putObject("by");
        report.volumes().forEach(one -> breakdown(one, volumes.putArray(one.kind())));
        refusals(report, json.putArray("refusals"));
        var tallies = report.tallies();
        breakdown(tallies.exemptions(), json.putArray("exemptions"));
        counts(tallies.outcomes(), json.putObject("outcomes"));
        counts(tallies.faultCodes(), json.putObject("faults"));
        counts(tallies.decisionsByPolicies(), json.putObject("decisions_by_policies"));
        events(tallies.events(), json);
        return json.toPrettyString();
    }

    private static void basis(TransparencyReport report, ObjectNode json) {
        var basis = report.basis();
        json.put("records", basis.position().records());
        json.put("root", basis.position().root());
        json.put("signed", basis.position().signed());
        json.put("verified", basis.isVerified());
        var reasons = report.shortfalls();
        json.put("complete", reasons.isEmpty());
        var told = json.putArray("incomplete");
        for (var one : reasons) {
            told.addObject()
                    .put("reason", one.reason().name().toLowerCase(Locale.ROOT))
                    .put("number", one.number());
        }
    }

    private static void calls(CallCounts calls, ObjectNode json) {
        json.put("decided", calls.decided())
                .put("permitted", calls.permitted())
                .put("refused", calls.refused())
                .put("unended", calls.unended())
                .put("sandbox", calls.sandbox())
                .put("questions", calls.questions());
    }

    private static void breakdown(Breakdown breakdown, ArrayNode json) {
        for (var row : breakdown.rows()) {
            json.addObject()
                    .put("code", row.code())
                    .put("calls", row.calls())
                    .put("permitted", row.permitted())
                    .put("refused", row.refused());
        }
    }

    private static void refusals(TransparencyReport report, ArrayNode json) {
        for (var rule : report.refusals()) {
            json.addObject()
                    .put("rule", rule.rule())
                    .put("sentence", rule.sentence())
                    .put("source", rule.source())
                    .put("calls", rule.calls());
        }
    }

    private static void counts(Map<String, Long> counts, ObjectNode json) {
        new TreeMap<>(counts).forEach(json::put);
    }

    private static void events(ReportEvents events, ObjectNode json) {
        counts(events.acts(), json.putObject("acts"));
        json.put("clock_changes", events.clockChanges());
        gaps(events, json.putArray("gaps"));
        comparisons(events, json.putArray("comparisons"));
        policies(events, json.putArray("policies"));
        approvals(events, json.putArray("approvals"));
    }

    private static void gaps(ReportEvents events, ArrayNode gaps) {
        for (var gap : events.gaps()) {
            gaps.addObject()
                    .put("kind", gap.kind().name().toLowerCase(Locale.ROOT))
                    .put("from", text(gap.from()))
                    .put("until", gap.until().toString())
                    .put("calls_refused", gap.calls());
        }
    }

    private static void comparisons(ReportEvents events, ArrayNode comparisons) {
        for (var one : events.comparisons()) {
            comparisons
                    .addObject()
                    .put("time", one.time().toString())
                    .put("vendor", one.vendor())
                    .put("trail", one.trail())
                    .put("around", one.around())
                    .put("undecided", one.undecided())
                    .put("unread", one.unread())
                    .put("runs", one.runs());
        }
    }

    private static void policies(ReportEvents events, ArrayNode policies) {
        for (var use : events.policies()) {
            policies.addObject()
                    .put("run", use.run())
                    .put("gateway", use.gateway())
                    .put("version", use.version())
                    .put("digest", use.digest())
                    .put("from", use.from().toString())
                    .put("until", text(use.until()))
                    .put("packs", use.packs());
        }
    }

    private static void approvals(ReportEvents events, ArrayNode approvals) {
        for (var use : events.approvals()) {
            approvals
                    .addObject()
                    .put("from", text(use.from()))
                    .put("until", text(use.until()))
                    .put("people", use.people());
        }
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
