package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.registry.Person.Login;
import io.facegate.usecase.ledger.ViewAudit;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;

/** HTML responses of the console, and what its pages share. Qute escapes every value that a template does not mark {@code raw}. */
public final class ConsolePages {
    private static final String HTML = MediaType.TEXT_HTML + ";charset=utf-8";

    private static final Logger LOG = Logger.getLogger(ConsolePages.class);

    private ConsolePages() {}

    static Response list(
            PageLanguage speech, ListFilters filters, ListChoices choices, ListContent content, SavedListsView saved) {
        return html(filters.problems().isEmpty() ? 200 : 400, Templates.list(speech, filters, content, choices, saved));
    }

    /**
     * Answers 500 for a record that fails verification: the server's data are at fault.
     *
     * @param sentence which record it is, and of when
     */
    public static Response tampered(PageLanguage speech, TamperedView view, String sentence) {
        return html(500, Templates.tampered(speech, view, sentence));
    }

    public static Response notFound(PageLanguage speech) {
        return notice(speech, 404, "nothing");
    }

    /** The page shown instead of data whose viewing could not be recorded. */
    public static Response unrecorded(PageLanguage speech, ViewAudit.Unrecorded why) {
        LOG.error("Nothing was shown, because the view could not be recorded", why);
        return notice(speech, 503, "unrecorded");
    }

    /** The page shown while nobody can be told from a stranger; the log says once that the server is away. */
    static Response unreachable(PageLanguage speech) {
        return notice(speech, 503, "unreachable");
    }

    /**
     * A page with a short notice.
     *
     * @param what the notice's message key
     */
    public static Response notice(PageLanguage speech, int status, String what) {
        var title = speech.say("notice." + what);
        return html(status, Templates.notice(speech, title, speech.say("notice." + what + ".text")));
    }

    /** The page shown instead of a file: a record that belongs in it was changed. It names the record. */
    static Response untaken(PageLanguage speech, Fault.LedgerTampered found) {
        return html(500, Templates.untaken(speech, Long.toString(found.index() + 1)));
    }

    /** The page that explains how to log in. Makes htmx load it as a full page, so that it is readable. */
    static Response loginNeeded(LoginOffer offer) {
        return Response.fromResponse(html(401, Templates.login(offer.speech(), offer)))
                .header("HX-Refresh", "true")
                .build();
    }

    /** The page for somebody whose login is no registered person's. It says what an operator needs to register it. */
    static Response nobody(PageLanguage speech, Login login, NewCookie... gone) {
        return Response.fromResponse(html(403, Templates.nobody(speech, login)))
                .cookie(gone)
                .build();
    }

    /** The page that a browser leaves at once. */
    static Response entering(PageLanguage speech) {
        return html(200, Templates.entering(speech, ConsolePage.CONSOLE));
    }

    /** @param there where the person can log out at the provider too */
    static Response loggedOut(PageLanguage speech, Optional<URI> there, NewCookie... gone) {
        var address = there.map(URI::toString).orElse("");
        return Response.fromResponse(html(200, Templates.out(speech, address)))
                .cookie(gone)
                .build();
    }

    /** The finished page, with the explanations of the terms that it uses. */
    public static Response html(int status, TemplateInstance page) {
        return Response.status(status)
                .entity(TermBox.explain(page.render()))
                .type(HTML)
                .build();
    }

    /** The page templates, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance list(
                PageLanguage s, ListFilters filters, ListContent found, ListChoices choices, SavedListsView saved);

        static native TemplateInstance tampered(PageLanguage s, TamperedView view, String sentence);

        static native TemplateInstance notice(PageLanguage s, String title, String text);

        static native TemplateInstance untaken(PageLanguage s, String number);

        static native TemplateInstance login(PageLanguage s, LoginOffer offer);

        static native TemplateInstance nobody(PageLanguage s, Login login);

        static native TemplateInstance entering(PageLanguage s, String to);

        static native TemplateInstance out(PageLanguage s, String there);
    }
}
