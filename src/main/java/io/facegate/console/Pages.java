package io.facegate.console;

import io.facegate.call.Capability;
import io.facegate.policy.speech.Titles;
import io.facegate.policy.vocabulary.Words;
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
final class Pages {
    private static final String HTML = MediaType.TEXT_HTML + ";charset=utf-8";

    private static final Logger LOG = Logger.getLogger(Pages.class);

    private Pages() {}

    static Response list(Speech speech, Filters filters, List<Row> rows, @Nullable String older, Scope scope) {
        var reach = scope.reach();
        var capabilities = Arrays.stream(Capability.values())
                .map(one -> new Choice(one.code(), speech.title(Titles.CAPABILITY, one.code()), one.parent() != null))
                .toList();
        var purposes = Words.PURPOSES.words().stream()
                .map(word -> new Choice(word, speech.title(Titles.PURPOSE, word), false))
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

    static Response decision(Speech speech, DecisionView view, DossierView dossier) {
        return html(200, Templates.decision(speech, view, dossier));
    }

    /** A record that does not verify is no decision; the server's data are at fault. */
    static Response tampered(Speech speech, TamperedView view) {
        return html(500, Templates.tampered(speech, view));
    }

    static Response notFound(Speech speech) {
        return notice(speech, 404, "nothing");
    }

    /** What cannot be put on record is not shown. */
    static Response unrecorded(Speech speech, Views.Unrecorded why) {
        LOG.error("Nothing was shown, because that somebody looks could not be put on record", why);
        return notice(speech, 503, "unrecorded");
    }

    /** @param what the notice's key */
    static Response notice(Speech speech, int status, String what) {
        var title = speech.say("notice." + what);
        return html(status, Templates.notice(speech, title, speech.say("notice." + what + ".text")));
    }

    /** Says how to get in. A page that htmx asked for is left, so that this one can be read. */
    static Response loginNeeded(Speech speech, @Nullable Instant until, boolean tried) {
        var end = until == null ? "" : speech.fill("login.until", speech.time("time.clock", until));
        return Response.fromResponse(html(401, Templates.login(speech, tried, end)))
                .header("HX-Refresh", "true")
                .build();
    }

    static Response loggedOut(Speech speech, NewCookie... gone) {
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
    record Found(List<Row> rows, String count, @Nullable String older, Scope scope) {}

    /** The templates, checked against these types when the gateway is built. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance list(Speech s, Filters filters, Found found, Choices choices);

        static native TemplateInstance decision(Speech s, DecisionView view, DossierView dossier);

        static native TemplateInstance tampered(Speech s, TamperedView view);

        static native TemplateInstance notice(Speech s, String title, String text);

        static native TemplateInstance login(Speech s, boolean tried, String until);
    }
}
