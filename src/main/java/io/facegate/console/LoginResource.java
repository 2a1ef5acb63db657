package io.facegate.console;

import io.facegate.console.LocalOnlyFilter.LocalOnly;
import io.facegate.policy.vocabulary.Language;
import io.facegate.usecase.ledger.ViewAudit;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Login, logout and choice of language. */
@Path("/console")
@LocalOnly
@RunOnVirtualThread
final class LoginResource {
    static final String COOKIE = "facegate-console";

    private static final Pattern PAGE = Pattern.compile(
            "/console(?:/[a-z]{0,32}(?:/[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}){0,2})?(?:\\?[A-Za-z0-9_.%=&+*-]{0,2000})?");
    private static final Duration YEAR = Duration.ofDays(365);

    private final ConsoleLogin login;
    private final ViewAudit views;
    private final CurrentVertxRequest current;

    LoginResource(ConsoleLogin login, ViewAudit views, CurrentVertxRequest current) {
        this.login = login;
        this.views = views;
        this.current = current;
    }

    /** Answers link previews with HEAD without consuming the login link. */
    @HEAD
    @Path("/login")
    public Response look() {
        return Response.noContent().build();
    }

    @GET
    @Path("/login")
    public Response enter(@QueryParam("token") @Nullable String token, @Context ContainerRequestContext asked) {
        var session = login.redeem(token);
        if (session == null) {
            return ConsolePages.loginNeeded(PageLanguage.fromRequest(asked), login.offer(), token != null);
        }
        try {
            views.recordLogin(ConsoleSessions.name(session));
        } catch (ViewAudit.Unrecorded unable) {
            login.logOut(session);
            return ConsolePages.unrecorded(PageLanguage.fromRequest(asked), unable);
        }
        return to("/console", cookies(session, (int) ConsoleSessions.LIFE.toSeconds()));
    }

    /** Works without a session: logging out twice is fine. */
    @POST
    @Path("/logout")
    public Response leave(@CookieParam(COOKIE) @Nullable String session, @Context ContainerRequestContext asked) {
        login.logOut(session);
        return ConsolePages.loggedOut(PageLanguage.fromRequest(asked), cookies("", 0));
    }

    /** Sets the language and redirects back. Redirects only within the console, so that links cannot lead elsewhere. */
    @GET
    @Path("/language/{code}")
    public Response language(@PathParam("code") String code, @QueryParam("to") @Nullable String back) {
        var here = back != null && PAGE.matcher(back).matches() ? back : "/console";
        var language = Language.fromCode(code);
        return language == null
                ? Response.seeOther(URI.create(here)).build()
                : to(here, cookie(PageLanguage.COOKIE, "/console", language.code(), (int) YEAR.toSeconds()));
    }

    private static Response to(String page, NewCookie... cookies) {
        return Response.seeOther(URI.create(page)).cookie(cookies).build();
    }

    /** Session cookies for the console pages and for the log's records; no other path receives them. */
    private NewCookie[] cookies(String value, int seconds) {
        return new NewCookie[] {cookie(COOKIE, "/console", value, seconds), cookie(COOKIE, "/log", value, seconds)};
    }

    /** CSRF: a cookie is SameSite=Strict, and the only request that changes anything is the logout. */
    private NewCookie cookie(String name, String path, String value, int seconds) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(path)
                .maxAge(seconds)
                .httpOnly(true)
                .secure(current.getCurrent().request().isSSL())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
