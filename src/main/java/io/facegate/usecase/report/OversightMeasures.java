package io.facegate.usecase.report;

import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.report.ReportDocument.Section;
import io.facegate.usecase.report.ReportDocument.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes which measures of Facegate serve which article of the EU AI Act, and what Facegate does not show. */
final class OversightMeasures {
    private final TransparencyReport report;
    private final ReportWords words;

    private OversightMeasures(TransparencyReport report, Language language) {
        this.report = report;
        this.words = new ReportWords(language, report.basis().isVerified() ? "" : ReportWords.UNVERIFIED);
    }

    static ReportDocument compose(TransparencyReport report, Language language) {
        return new OversightMeasures(report, language).document();
    }

    private ReportDocument document() {
        return new ReportDocument(
                words.language(),
                words.fill("title.measures", words.period(report.period())),
                words.say("measures.lead"),
                State.PARTIAL,
                List.of(
                        new Section(
                                "state",
                                words.say("section.lawyers"),
                                List.of(words.say("section.lawyers.text")),
                                List.of(),
                                List.of()),
                        measures(),
                        new Section(
                                "missing",
                                words.say("section.missing"),
                                List.of(words.say("section.missing.text")),
                                List.of(
                                        words.say("missing.outside"),
                                        words.say("missing.pictures"),
                                        words.say("missing.people"),
                                        words.say("missing.assessment"),
                                        words.say("missing.informed"),
                                        words.say("missing.registered"),
                                        words.say("missing.result")),
                                List.of())));
    }

    private Section measures() {
        var table = new TableWriter(words, "measures")
                .text("article")
                .text("asks")
                .text("does")
                .text("period");
        row(table, "12.1", words.fill("measures.calls", report.calls().decided()));
        row(table, "12.3a", words.fill("measures.unended", report.calls().unended()));
        row(table, "12.3b", null);
        row(table, "12.3c", null);
        var events = report.tallies().events();
        row(
                table,
                "14.5",
                words.fill("measures.reviews", events.count("review_approve"), events.count("review_reject")));
        row(table, "14.4e", words.fill("measures.suspended", events.count("org_suspend")));
        row(table, "19.1", words.fill("measures.pruned", events.count("prune")));
        row(table, "26.1", words.fill("measures.refused", report.calls().refused()));
        row(table, "26.2", words.fill("measures.people", events.count("person_add"), events.count("reviewer_add")));
        row(table, "26.5", words.fill("measures.gaps", events.gaps().size()));
        row(table, "26.10", null);
        return new Section(
                "measures",
                words.say("section.measures"),
                List.of(words.say("section.measures.text")),
                List.of(),
                table.tables());
    }

    private void row(TableWriter table, String article, @Nullable String period) {
        var key = "measure." + article;
        table.row(words.say(key), words.say(key + ".asks"), words.say(key + ".does"), period);
    }
}
