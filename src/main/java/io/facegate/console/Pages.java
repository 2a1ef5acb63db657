package io.facegate.console;

import io.facegate.call.Capability;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every page of the console, as an answer. */
final class Pages {
    private static final String HTML = MediaType.TEXT_HTML + ";charset=utf-8";

    private Pages() {}

    static Response list(Filters filters, List<DecisionView> rows, @Nullable String older) {
        var choices = Arrays.stream(Capability.values())
                .map(one -> new Choice(one.code(), CapabilityWords.of(one.code()), one.parent() != null))
                .toList();
        var status = filters.problems().isEmpty() ? 200 : 400;
        return html(status, Templates.list(filters, rows, older, choices));
    }

    static Response decision(DecisionView view, DossierView dossier) {
        return html(200, Templates.decision(view, dossier));
    }

    static Response notFound() {
        return notice(404, "Nothing is here", "This address is no page of the console.");
    }

    static Response notice(int status, String title, String text) {
        return html(status, Templates.notice(title, text));
    }

    /** Says how to get in. A page that htmx asked for is left, so that this one can be read. */
    static Response loginNeeded(@Nullable Instant until, boolean tried) {
        var end = until == null ? "" : Times.clock(until);
        return Response.fromResponse(html(401, Templates.login(tried, end)))
                .header("HX-Refresh", "true")
                .build();
    }

    static Response loggedOut(NewCookie... gone) {
        var page = notice(200, "You are logged out", "To come back, open a new link from the gateway’s log.");
        return Response.fromResponse(page).cookie(gone).build();
    }

    private static Response html(int status, TemplateInstance page) {
        return Response.status(status).entity(page.render()).type(HTML).build();
    }

    /** One line of a selection; those below another are set in. */
    record Choice(String code, String words, boolean below) {}

    /** The templates, checked against these types when the gateway is built. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance list(
                Filters filters, List<DecisionView> rows, @Nullable String older, List<Choice> choices);

        static native TemplateInstance decision(DecisionView view, DossierView dossier);

        static native TemplateInstance notice(String title, String text);

        static native TemplateInstance login(boolean tried, String until);
    }
}
