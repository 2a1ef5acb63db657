package io.facegate.usecase.report;

import io.facegate.usecase.report.ReportDocument.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The sections that say how far a report can be relied on, and how it is made again.
 *
 * @param words with the mark of the report's numbers
 */
record StateSection(TransparencyReport report, ReportWords words) {
    /** Whether the report is complete, and what was verified. */
    Section state() {
        var items = new ArrayList<String>();
        for (var one : report.shortfalls()) {
            items.add(words.fill("state." + one.reason().name().toLowerCase(Locale.ROOT), one.number()));
        }
        if (!report.basis().isVerified()) {
            items.add(words.say("state.starred"));
        }
        var text = new ArrayList<String>();
        boolean complete = report.shortfalls().isEmpty();
        text.add(words.say(
                complete ? report.basis().isVerified() ? "state.complete" : "state.unchecked" : "state.incomplete"));
        if (report.basis().isVerified()) {
            text.add(verified());
        }
        return new Section("state", words.say("section.state"), text, items, List.of());
    }

    private String verified() {
        var whole = report.basis().audit().lastCleanPass();
        return report.basis().recounted() || whole == null
                ? words.say("state.recounted")
                : words.fill("state.verified", words.time(whole.time()), whole.records());
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
