package io.facegate.console;

import io.facegate.call.Capability;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordTitles;
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

/** Every page of the console, as an answer. */
final class ConsolePages {
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
        var partly = reach.whole() ? count : count + ' ' + speech.fill("count.behind", reach.taken(), reach.size());
        return html(
                status,
                Templates.list(
                        speech, filters, new Found(rows, partly, older, scope), new Choices(capabilities, purposes)));
    }

    static Response decision(PageLanguage speech, DecisionView view, DecisionDetailsView dossier) {
        return html(200, Templates.decision(speech, view, dossier));
    }

    /** A record that does not verify is no decision; the server's data are at fault. */
    static Response tampered(PageLanguage speech, TamperedView view) {
        return html(500, Templates.tampered(speech, view));
    }

    static Response notFound(PageLanguage speech) {
        return notice(speech, 404, "nothing");
    }

    /** What cannot be put on record is not shown. */
    static Response unrecorded(PageLanguage speech, ViewAudit.Unrecorded why) {
        LOG.error("Nothing was shown, because that somebody looks could not be put on record", why);
        return notice(speech, 503, "unrecorded");
    }

    /** @param what the notice's key */
    static Response notice(PageLanguage speech, int status, String what) {
        var title = speech.say("notice." + what);
        return html(status, Templates.notice(speech, title, speech.say("notice." + what + ".text")));
    }

    /** Says how to get in. A page that htmx asked for is left, so that this one can be read. */
    static Response loginNeeded(PageLanguage speech, @Nullable Instant until, boolean tried) {
        var end = until == null ? "" : speech.fill("login.until", speech.time("time.clock", until));
        return Response.fromResponse(html(401, Templates.login(speech, tried, end)))
                .header("HX-Refresh", "true")
                .build();
    }

    static Response loggedOut(PageLanguage speech, NewCookie... gone) {
        return Response.fromResponse(notice(speech, 200, "out")).cookie(gone).build();
    }

    private static Response html(int status, TemplateInstance page) {
        return Response.status(status).entity(page.render()).type(HTML).build();
    }

    /** One line of a selection; those below another are set in. */
    record Choice(String code, String words, boolean below) {}

    /** What can be chosen. */
    record Choices(List<Choice> capabilities, List<Choice> purposes) {}

    /**
     * What was found.
     *
     * @param count how much that is, in words
     * @param older the address of what is older, or null
     * @param scope what it rests on
     */
    record Found(
            List<DecisionRow> rows, String count, @Nullable String older, ListScope scope) {}

    /** The templates, checked against these types when the gateway is built. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance list(PageLanguage s, ListFilters filters, Found found, Choices choices);

        static native TemplateInstance decision(PageLanguage s, DecisionView view, DecisionDetailsView dossier);

        static native TemplateInstance tampered(PageLanguage s, TamperedView view);

        static native TemplateInstance notice(PageLanguage s, String title, String text);

        static native TemplateInstance login(PageLanguage s, boolean tried, String until);
    }
}
