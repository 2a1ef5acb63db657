package io.facegate.console;

import io.facegate.call.Capability;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.ViewAudit;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** HTML responses of the console, and what its pages share. Qute escapes every value that a template does not mark {@code raw}. */
public final class ConsolePages {
    private static final String HTML = MediaType.TEXT_HTML + ";charset=utf-8";

    private static final Logger LOG = Logger.getLogger(ConsolePages.class);

    private ConsolePages() {}

    static Response list(
            PageLanguage speech, ListFilters filters, List<DecisionRow> rows, @Nullable String older, ListScope scope) {
        var reach = scope.reach();
        var capabilities = Arrays.stream(Capability.values())
                .map(one ->
                        new Choice(one.code(), speech.title(WordTitles.CAPABILITY, one.code()), one.parent() != null))
                .toList();
        var purposes = WordList.PURPOSES.words().stream()
                .map(word -> new Choice(word, speech.title(WordTitles.PURPOSE, word), false))
                .toList();
        var status = filters.problems().isEmpty() ? 200 : 400;
        var count = rows.size() == 1
                ? speech.say("count.one")
                : speech.fill(filters.paged() ? "count.older" : "count.many", rows.size());
        long sandbox = rows.stream()
                .filter(row -> row.view() != null && row.view().sandbox())
                .count();
        var counted = sandbox == 0 ? count : count + speech.fill("count.sandbox", sandbox);
        var partly =
                reach.isComplete() ? counted : counted + ' ' + speech.fill("count.behind", reach.taken(), reach.size());
        return html(
                status,
                Templates.list(
                        speech, filters, new Found(rows, partly, older, scope), new Choices(capabilities, purposes)));
    }

    static Response decision(PageLanguage speech, DecisionView view, DecisionDetailsView details) {
        return html(200, Templates.decision(speech, view, details));
    }

    /** Answers 500 for a record that fails verification: the server's data are at fault. */
    static Response tampered(PageLanguage speech, TamperedView view) {
        return html(500, Templates.tampered(speech, view));
    }

    public static Response notFound(PageLanguage speech) {
        return notice(speech, 404, "nothing");
    }

    /** The page shown instead of data whose viewing could not be recorded. */
    public static Response unrecorded(PageLanguage speech, ViewAudit.Unrecorded why) {
        LOG.error("Nothing was shown, because the view could not be recorded", why);
        return notice(speech, 503, "unrecorded");
    }

    /**
     * A page with a heading and a sentence.
     *
     * @param what the notice's message key
     */
    public static Response notice(PageLanguage speech, int status, String what) {
        var title = speech.say("notice." + what);
        return html(status, Templates.notice(speech, title, speech.say("notice." + what + ".text")));
    }

    /** The page that explains how to log in. Makes htmx load it as a full page, so that it is readable. */
    static Response loginNeeded(PageLanguage speech, @Nullable Instant until, boolean tried) {
        var end = until == null ? "" : speech.fill("login.until", speech.time("time.clock", until));
        return Response.fromResponse(html(401, Templates.login(speech, tried, end)))
                .header("HX-Refresh", "true")
                .build();
    }

    static Response loggedOut(PageLanguage speech, NewCookie... gone) {
        return Response.fromResponse(notice(speech, 200, "out")).cookie(gone).build();
    }

    public static Response html(int status, TemplateInstance page) {
        return Response.status(status).entity(page.render()).type(HTML).build();
    }

    /** An option of a selection; {@code below} indents it under another. */
    record Choice(String code, String words, boolean below) {}

    /** The options of the selections. */
    record Choices(List<Choice> capabilities, List<Choice> purposes) {}

    /**
     * Search results.
     *
     * @param count the number of results, in words
     * @param older the address of the next, older page, or null
     * @param scope the part of the log that was searched
     */
    record Found(
            List<DecisionRow> rows, String count, @Nullable String older, ListScope scope) {}

    /** The page templates, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance list(PageLanguage s, ListFilters filters, Found found, Choices choices);

        static native TemplateInstance decision(PageLanguage s, DecisionView view, DecisionDetailsView details);

        static native TemplateInstance tampered(PageLanguage s, TamperedView view);

        static native TemplateInstance notice(PageLanguage s, String title, String text);

        static native TemplateInstance login(PageLanguage s, boolean tried, String until);
    }
}
