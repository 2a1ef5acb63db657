package io.facegate.usecase.report;

import io.facegate.ledger.audit.AuditState;
import io.facegate.usecase.report.ReportDocument.Section;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The sections that say how far a report can be relied on, and how it is made again.
 *
 * @param words with the mark of the report's numbers
 */
record ReliabilitySections(TransparencyReport report, ReportWords words) {
    /** Most altered records that are named. */
    private static final int NAMED = 20;

    /** Whether the report is complete, and if not, why. What was changed has a section of its own. */
    Section state() {
        var items = new ArrayList<String>();
        var text = new ArrayList<String>();
        if (isDamaged()) {
            text.add(words.say("state.damaged"));
        }
        if (!report.isOver()) {
            text.add(words.fill(
                    "state.not_over." + report.period().kind().name().toLowerCase(Locale.ROOT),
                    words.day(report.period().last())));
        }
        for (var one : report.shortfalls()) {
            if (!one.reason().isDamage() && one.reason() != CompletenessIssue.Reason.NOT_OVER) {
                items.add(reason(one));
            }
        }
        if (!items.isEmpty()) {
            text.add(words.say(text.isEmpty() ? "state.incomplete" : "state.also"));
        }
        if (report.shortfalls().isEmpty()) {
            text.add(words.say(report.basis().isVerified() ? "state.complete" : "state.unchecked"));
            if (!report.basis().isVerified()) {
                items.add(words.say("state.starred"));
            }
        }
        return new Section("state", words.say("section.state"), text, items, List.of());
    }

    private boolean isDamaged() {
        return report.shortfalls().stream().anyMatch(one -> one.reason().isDamage());
    }

    /** What was changed after it was written; empty if nothing was. */
    List<Section> altered() {
        if (!isDamaged()) {
            return List.of();
        }
        var items = report.shortfalls().stream()
                .filter(one -> one.reason().isDamage())
                .map(this::reason)
                .toList();
        var title = words.say("section." + ReportDocument.ALTERED);
        return List.of(new Section(ReportDocument.ALTERED, title, List.of(), items, List.of()));
    }

    /** Which records the last check of the whole log found changed. */
    private String altered(AuditState.Finding found) {
        var named = found.indices().stream()
                .limit(NAMED)
                .map(index -> Long.toString(index + 1))
                .collect(Collectors.joining(", "));
        long more = found.count() - Math.min(NAMED, found.indices().size());
        return more > 0
                ? words.fill("state.tampered.more", found.count(), named, more)
                : words.fill("state.tampered", found.count(), named);
    }

    private String reason(CompletenessIssue why) {
        var found = report.basis().audit().log();
        if (why.reason() == CompletenessIssue.Reason.TAMPERED && found != null) {
            return altered(found);
        }
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
        var said = new ArrayList<String>();
        said.add(basis.isVerified() ? extent(basis) : words.say("state.starred"));
        if (basis.isVerified() && !report.shortfalls().isEmpty()) {
            said.add(words.say("verified.missing"));
        }
        return List.of(new Section("verified", words.say("section.verified"), said, List.of(), List.of()));
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

    /** What the numbers were counted from, and the command that counts them again. */
    Section again() {
        var items = new ArrayList<>(counted());
        items.add(words.fill("again.command", command()));
        return again(items);
    }

    /** The same for the public, which has no use for the command. */
    Section againForThePublic() {
        return again(counted());
    }

    private List<String> counted() {
        var position = report.basis().position();
        return List.of(
                words.fill("again.records", position.records()),
                words.fill("again.root", position.root()),
                words.say(position.signed() ? "again.signed" : "again.unsigned"));
    }

    private Section again(List<String> items) {
        return new Section(
                "again", words.say("section.again"), List.of(words.say("section.again.text")), items, List.of());
    }

    private String command() {
        return "facegate report --from " + report.period().first() + " --until "
                + report.period().last() + " --records "
                + report.basis().position().records();
    }
}
