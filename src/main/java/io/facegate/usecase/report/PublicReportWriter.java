package io.facegate.usecase.report;

import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.report.CellSuppression.Shown;
import io.facegate.usecase.report.ReportDocument.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes the report of a year that may be published. It names no organisation, and hides small counts, which could tell
 * of single people ({@link CellSuppression}).
 */
public final class PublicReportWriter {
    private static final List<String> APPEALS = List.of("appeal_file", "appeal_uphold", "appeal_reject");

    private final TransparencyReport report;
    private final ReportWords words;

    private PublicReportWriter(TransparencyReport report, Language language) {
        this.report = report;
        this.words = new ReportWords(language, "");
    }

    /** Whether a report of that period may be published: periods that overlap would tell what each of them hides. */
    public static boolean isFor(ReportPeriod period) {
        return period.kind() == ReportPeriod.Kind.YEAR;
    }

    /**
     * The report in words.
     *
     * @throws IllegalArgumentException if its period is no whole year
     */
    public static ReportDocument compose(TransparencyReport report, Language language) {
        if (!isFor(report.period())) {
            throw new IllegalArgumentException("only the report of a whole year can be published");
        }
        return new PublicReportWriter(report, language).document();
    }

    private ReportDocument document() {
        var sections = new ArrayList<Section>();
        var state = new ReliabilitySections(report, words);
        sections.add(state.state());
        sections.addAll(state.altered());
        sections.addAll(state.verified());
        var hidden = List.of(words.say("section.hidden.text"));
        sections.add(new Section("hidden", words.say("section.hidden"), hidden, List.of(), List.of()));
        var verdicts = verdicts();
        sections.add(calls(verdicts));
        boolean counted = Shown.of(report.calls().decided()).isNumber();
        report.volumes().forEach(one -> sections.add(volume(one, counted)));
        sections.add(refusals(isNumber(verdicts, 1)));
        sections.add(outcomes(isNumber(verdicts, 0)));
        sections.add(reviews());
        sections.add(state.againForThePublic());
        return new ReportDocument(
                words.language(),
                words.fill("title.published", words.period(report.period())),
                words.fill(
                        "lead",
                        words.day(report.period().first()),
                        words.day(report.period().last()),
                        words.time(report.made())),
                ReportComposer.state(report),
                sections);
    }

    /** Permitted and refused calls, which add up to all. */
    private CellSuppression verdicts() {
        return CellSuppression.of(
                List.of(report.calls().permitted(), report.calls().refused()));
    }

    private static boolean isNumber(CellSuppression counts, int place) {
        return !counts.isWithheld() && counts.shown().get(place).isNumber();
    }

    private Object cell(Shown shown) {
        return switch (shown.kind()) {
            case NUMBER -> shown.number();
            case FEW -> words.say("hidden.few");
            case WITHHELD -> words.say("hidden.withheld");
        };
    }

    private Section calls(CellSuppression verdicts) {
        var table = new TableWriter(words, "calls").text("what").number("calls");
        var all = Shown.of(report.calls().decided());
        table.row(words.say("calls.decided"), cell(all));
        boolean split = all.isNumber() && !verdicts.isWithheld();
        table.row(words.say("calls.permitted"), cell(split ? verdicts.shown().get(0) : Shown.WITHHELD));
        table.row(words.say("calls.refused"), cell(split ? verdicts.shown().get(1) : Shown.WITHHELD));
        return section("calls", table);
    }

    /** Only the broadest words: a narrower one would tell what is missing from the broader. */
    private Section volume(Breakdown volume, boolean counted) {
        var rows = volume.rows().stream().filter(row -> row.depth() == 0).toList();
        var table = new TableWriter(words, volume.kind()).text(volume.kind()).number("calls");
        var shown = rows.stream()
                .map(row -> Map.entry(words.title(volume.kind(), row.code()), row.calls()))
                .toList();
        return counted ? listed(volume.kind(), table, shown) : withheld(volume.kind(), rows.isEmpty());
    }

    private Section refusals(boolean counted) {
        var rules = report.refusals().stream()
                .sorted(Comparator.comparing(RefusedRule::rule))
                .toList();
        var table =
                new TableWriter(words, "refusals").text("rule").text("sentence").number("calls");
        var shown = CellSuppression.of(rules.stream().map(RefusedRule::calls).toList());
        if (!counted || shown.isWithheld()) {
            return withheld("refusals", rules.isEmpty());
        }
        for (int place = 0; place < rules.size(); place++) {
            var rule = rules.get(place);
            table.row(
                    DisplayText.forPage(rule.rule()),
                    rule.sentence() == null ? words.say("refusals.unknown") : DisplayText.forPage(rule.sentence()),
                    cell(shown.shown().get(place)));
        }
        return section("refusals", table);
    }

    private Section outcomes(boolean counted) {
        var ends = new ArrayList<>(report.tallies().outcomes().entrySet());
        if (report.calls().unended() > 0) {
            ends.add(Map.entry("none", report.calls().unended()));
        }
        var table = new TableWriter(words, "outcomes").text("outcome").number("calls");
        var shown = ends.stream()
                .map(end -> Map.entry(
                        words.sayOr("status." + end.getKey(), DisplayText.forPage(end.getKey())), end.getValue()))
                .toList();
        return counted ? listed("outcomes", table, shown) : withheld("outcomes", ends.isEmpty());
    }

    /** A section with counts that add up to a published total. */
    private Section listed(String id, TableWriter table, List<Map.Entry<String, Long>> rows) {
        var shown = CellSuppression.of(rows.stream().map(Map.Entry::getValue).toList());
        if (shown.isWithheld()) {
            return withheld(id, rows.isEmpty());
        }
        for (int place = 0; place < rows.size(); place++) {
            table.row(rows.get(place).getKey(), cell(shown.shown().get(place)));
        }
        return section(id, table);
    }

    private Section reviews() {
        var table = new TableWriter(words, "reviews").text("what").number("times");
        for (var act : APPEALS) {
            table.row(
                    words.say("act." + act),
                    cell(Shown.of(report.tallies().events().count(act))));
        }
        return section("reviews", table);
    }

    private Section section(String id, TableWriter table) {
        var tables = table.tables();
        var text = new ArrayList<String>();
        text.add(words.say("section." + id + ".text"));
        if (tables.isEmpty()) {
            text.add(words.say("section." + id + ".empty"));
        }
        return new Section(id, words.say("section." + id), text, List.of(), tables);
    }

    /** A section whose table is not shown. */
    private Section withheld(String id, boolean none) {
        return new Section(
                id,
                words.say("section." + id),
                List.of(words.say(none ? "section." + id + ".empty" : "hidden.table")),
                List.of(),
                List.of());
    }
}
