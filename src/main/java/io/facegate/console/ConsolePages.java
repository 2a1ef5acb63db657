package io.facegate.console;

import io.facegate.usecase.ledger.ViewAudit;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** HTML responses of the console, and what its pages share. Qute escapes every value that a template does not mark {@code raw}. */
public final class ConsolePages {
    private static final String HTML = MediaType.TEXT_HTML + ";charset=utf-8";

    private static final Logger LOG = Logger.getLogger(ConsolePages.class);

    private ConsolePages() {}

    static Response list(PageLanguage speech, ListFilters filters, ListChoices choices, ListContent content) {
        return html(filters.problems().isEmpty() ? 200 : 400, Templates.list(speech, filters, content, choices));
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
     * A page with one notice.
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

    /** The page templates, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance list(
                PageLanguage s, ListFilters filters, ListContent found, ListChoices choices);

        static native TemplateInstance decision(PageLanguage s, DecisionView view, DecisionDetailsView details);

        static native TemplateInstance tampered(PageLanguage s, TamperedView view);

        static native TemplateInstance notice(PageLanguage s, String title, String text);

        static native TemplateInstance login(PageLanguage s, boolean tried, String until);
    }
}
