package io.facegate.usecase.report;

import io.facegate.usecase.report.ReportDocument.Section;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The sections that say how far a report can be relied on, and how it is made again.
 *
 * @param words with the mark of the report's numbers
 */
record ReliabilitySections(TransparencyReport report, ReportWords words) {
    /** Whether the report is complete, and if not, why. */
    Section state() {
        var items = new ArrayList<String>();
        for (var one : report.shortfalls()) {
            items.add(reason(one));
        }
        if (report.shortfalls().isEmpty() && !report.basis().isVerified()) {
            items.add(words.say("state.starred"));
        }
        var text = new ArrayList<String>();
        boolean complete = report.shortfalls().isEmpty();
        text.add(words.say(
                complete ? report.basis().isVerified() ? "state.complete" : "state.unchecked" : "state.incomplete"));
        return new Section("state", words.say("section.state"), text, items, List.of());
    }

    private String reason(CompletenessIssue why) {
        var key = "state." + why.reason().name().toLowerCase(Locale.ROOT);
        var begin = report.basis().logBegin(report.period(), report.made());
        return why.reason() == CompletenessIssue.Reason.BEFORE_LOG && begin != null
                ? words.fill(key, words.day(LocalDate.ofInstant(begin, ZoneOffset.UTC)))
                : words.fill(key, why.number());
    }

    /** How far the numbers were verified; empty if the first section says it. */
    List<Section> verified() {
        var basis = report.basis();
        if (report.shortfalls().isEmpty() && !basis.isVerified()) {
            return List.of();
        }
        var said = basis.isVerified() ? extent(basis) : words.say("state.starred");
        return List.of(new Section("verified", words.say("section.verified"), List.of(said), List.of(), List.of()));
    }

    /** Up to which record. */
    private String extent(ReportBasis basis) {
        long counted = basis.position().records();
        var whole = basis.audit().lastCleanPass();
        if (basis.recounted() || whole == null) {
            return words.fill("verified.recounted", Math.min(basis.counted(), counted), counted);
        }
        return words.fill("verified.audited", Math.min(whole.records(), counted), words.time(whole.time()));
    }

    /**
     * What the numbers were counted from, and the command that counts them again.
     *
     * @param options what the command has besides the period and the records
     */
    Section again(String options) {
        var position = report.basis().position();
        var items = List.of(
                words.fill("again.records", position.records()),
                words.fill("again.root", position.root()),
                words.say(position.signed() ? "again.signed" : "again.unsigned"),
                words.fill("again.command", command() + options));
        return new Section(
                "again", words.say("section.again"), List.of(words.say("section.again.text")), items, List.of());
    }

    private String command() {
        return "facegate report --from " + report.period().first() + " --until "
                + report.period().last() + " --records "
                + report.basis().position().records();
    }
}
