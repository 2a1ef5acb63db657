package io.facegate.usecase.ledger;

import io.facegate.call.Refusal;
import io.facegate.ledger.export.EvidenceBundle;
import io.facegate.ledger.history.ReviewState;
import io.facegate.ledger.narrative.RuleStatement;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A decision as a page for people outside the gateway: it loads nothing, runs nothing, and every text in it is escaped. */
final class DecisionAccountHtml {
    private static final String STYLE =
            "body{font:11pt/1.5 Georgia,serif;color:#1d2423;background:#fff;margin:2.5em auto;max-width:46em;padding:0"
                    + " 1.2em}h1{font-size:1.5em;line-height:1.25;margin:0 0 .2em}h2{font-size:1.05em;margin:1.8em 0"
                    + " .4em;border-bottom:1px solid #999;break-after:avoid}p{margin:0 0 .6em}"
                    + "p.lead{font-size:1.15em}p.small,nav{color:#555;font-size:.9em}table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:normal;color:#555;width:11em}th,td{vertical-align:top;padding:.25em"
                    + " .8em .25em 0}td,p,blockquote{overflow-wrap:anywhere}code{font-size:.9em}blockquote{margin:.4em 0"
                    + " .8em;padding:.1em 0 .1em 1em;border-left:3px solid"
                    + " #999}ul{padding-left:1.2em}li,tr,blockquote{break-inside:avoid}@media"
                    + " print{body{margin:0;max-width:none;font-size:10pt}nav{display:none}}";

    static final String BUNDLE = "io.facegate.usecase.ledger.account";

    private final DecisionDossier dossier;
    private final RecordFields fields;
    private final UnaryOperator<String> names;
    private final Language language;
    private final boolean demo;
    private final MessageBundle words;
    private final WordTitles titles;
    private final StringBuilder html = new StringBuilder();

    /**
     * An account of a decision.
     *
     * @param renderer makes the decision's record safe for a page, and knows the names of organisations
     * @param demo whether a demo made the record
     */
    DecisionAccountHtml(DecisionDossier dossier, RecordRenderer renderer, Language language, boolean demo) {
        this.dossier = dossier;
        this.fields = renderer.fields(dossier.details().decision());
        this.names = renderer::organisation;
        this.language = language;
        this.demo = demo;
        this.words = new MessageBundle(BUNDLE, language);
        this.titles = WordTitles.forLanguage(language);
    }

    /** The link to the page that checks the records in a browser, where the bundle has one. */
    private String check() {
        return hasCheck() ? " · " + checkLink("check") : "";
    }

    private boolean hasCheck() {
        return EvidenceBundle.hasCheckPage(2 + dossier.history().steps().size());
    }

    private String checkLink(String key) {
        return "<a href=\"" + words.text("check.file") + "\">" + escape(words.text(key)) + "</a>";
    }

    /** Links to the other pages of the bundle. */
    private void navigation() {
        html.append("<nav><a href=\"start.html\">");
        html.append(escape(words.text("start"))).append("</a> · <a href=\"");
        html.append(words.text("other.file"))
                .append("\">")
                .append(escape(words.text("other")))
                .append("</a>")
                .append(check())
                .append("</nav>\n");
    }

    String html() {
        html.append("<!DOCTYPE html>\n<html lang=\"")
                .append(language.code())
                .append("\"><head><meta charset=\"utf-8\">");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        element("title", words.text("title") + ' ' + fields.id());
        html.append("<style>").append(STYLE).append("</style></head><body>\n");
        navigation();
        if (demo) {
            element("p", words.text("demo"));
        }
        element(
                "h1",
                words.text(
                        dossier.review() != ReviewState.NONE
                                ? "held." + dossier.review().name().toLowerCase(Locale.ROOT)
                                : fields.verdict().equals("permit") ? "permitted" : "refused"));
        html.append("<p class=\"lead\">").append(escape(dossier.sentence())).append("</p>\n");
        if (hasCheck()) {
            html.append("<p>").append(checkLink("check.lead")).append("</p>\n");
        }
        facts();
        why();
        obligations();
        timeline();
        record();
        return html.append("</body></html>\n").toString();
    }

    private void facts() {
        element("h2", words.text("facts"));
        html.append("<table>\n");
        row("fact.id", fields.id());
        var time = fields.time();
        row("fact.time", time == null ? "" : words.time("time", time));
        row("fact.organisation", organisation(fields.organisation(), fields.organisationType()));
        row(
                "fact.behalf",
                fields.onBehalfOf().stream()
                        .map(one -> organisation(one.id(), one.type()))
                        .collect(Collectors.joining("; ")));
        row("fact.purpose", title(WordTitles.PURPOSE, fields.purpose()));
        row("fact.capabilities", titles(WordTitles.CAPABILITY, fields.capabilities()));
        row("fact.evidence", titles(WordTitles.EVIDENCE, fields.evidence()));
        row("fact.places", String.join(", ", fields.jurisdictions()));
        row("fact.provider", title(WordTitles.PROVIDER, fields.provider()) + ", " + fields.operation());
        row("fact.rule", fields.rule());
        row("fact.code", title(WordTitles.CODE, fields.code()));
        row("fact.fact", fields.fact());
        html.append("</table>\n");
    }

    private void why() {
        element("h2", words.text("why"));
        var rule = dossier.rule();
        var story = dossier.story();
        boolean sourced = rule != null && rule.source() != null;
        element("p", story.decided() + ' ' + (sourced ? story.reason() : story.why()));
        story.notes().forEach(note -> element("p", note));
        if (rule == null) {
            element("p", words.text("rule.gone"));
        } else {
            rule(rule);
        }
        if (story.change() != null) {
            element("h2", words.text(fields.verdict().equals("refuse") ? "change.refused" : "change.permitted"));
            element("p", story.change());
        }
    }

    private void rule(RuleStatement rule) {
        var told = rule.told();
        // Most refusals are told in the rule's own sentence, which is said once.
        boolean same = told != null && told.reason().equals(rule.text());
        if (rule.text() != null) {
            element("p", words.text(same ? "rule.told" : "rule.says"));
            element("blockquote", rule.text());
        }
        if (rule.source() != null) {
            var checked = SourceCheck.words(rule, words.language());
            var source = escape(rule.source());
            html.append("<p>").append(escape(words.text("rule.source"))).append(' ');
            html.append(
                    rule.link() == null
                            ? source
                            : "<a rel=\"noreferrer\" href=\"" + escape(rule.link()) + "\">" + source + "</a> <code>"
                                    + escape(rule.link()) + "</code>");
            html.append(checked == null ? "" : ' ' + escape(checked)).append("</p>\n");
        }
        told(told, same);
    }

    /** What the caller was told, but not again the rule's own sentence. */
    private void told(@Nullable Refusal told, boolean same) {
        if (told != null) {
            if (!same) {
                element("p", words.text("told"));
                element("blockquote", told.reason());
            }
            element("p", words.text("told.appeal"));
            element("blockquote", told.appeal());
            html.append("<p class=\"small\">")
                    .append(escape(words.text("told.more")))
                    .append("</p>\n");
        } else if (fields.verdict().equals("refuse")) {
            element("p", words.text("told.gone"));
        }
    }

    private void obligations() {
        if (dossier.obligations().isEmpty()) {
            return;
        }
        element("h2", words.text("obligations"));
        html.append("<ul>\n");
        dossier.obligations()
                .forEach(line ->
                        element("li", line.sentence() + ". " + RecordRenderer.obligationState(line.state(), language)));
        html.append("</ul>\n");
    }

    private void timeline() {
        element("h2", words.text("timeline"));
        html.append("<table>\n");
        for (var event : dossier.timeline()) {
            html.append("<tr><th>")
                    .append(escape(event.time() == null ? "" : words.time("time.seconds", event.time())))
                    .append("</th><td>")
                    .append(escape(event.sentence()));
            if (event.text() != null) {
                html.append("<blockquote>").append(escape(event.text())).append("</blockquote>");
            }
            html.append("</td></tr>\n");
        }
        html.append("</table>\n");
        if (dossier.story().ended() != null && dossier.details().outcome() == null) {
            element("p", dossier.story().ended());
        }
    }

    private void record() {
        element("h2", words.text("record"));
        element("p", words.format("record.text", dossier.details().decision().index() + 1));
        html.append("<p><code>")
                .append(HexFormat.of().formatHex(dossier.details().decision().leaf()))
                .append("</code></p>\n");
        element("p", words.text("record.check"));
    }

    /** Its registered name with the id, which is what stands in the record. */
    private String organisation(String id, String type) {
        var name = names.apply(id);
        var named = name.equals(id) ? id : name + " [" + id + ']';
        return type.isEmpty() ? named : named + " (" + titles.titleInSentence(WordTitles.ORGANISATION, type) + ')';
    }

    private String title(String kind, String word) {
        return word.isEmpty() ? "" : titles.title(kind, word);
    }

    private String titles(String kind, List<String> codes) {
        return codes.stream().map(code -> titles.title(kind, code)).collect(Collectors.joining("; "));
    }

    private void row(String name, String value) {
        if (!value.isEmpty()) {
            html.append("<tr><th scope=\"row\">")
                    .append(escape(words.text(name)))
                    .append("</th><td>")
                    .append(escape(value))
                    .append("</td></tr>\n");
        }
    }

    private void element(String name, @Nullable String text) {
        html.append('<').append(name).append('>').append(escape(text == null ? "" : text));
        html.append("</").append(name).append(">\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
