package io.facegate.console;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.LoginOffer.Reason;
import io.facegate.policy.vocabulary.Language;
import io.facegate.registry.Person.Login;
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
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Login, logout and choice of language. */
@Path("/console")
@ConsoleAccess
@RunOnVirtualThread
final class LoginResource {
    static final String COOKIE = "facegate-console";

    private static final Pattern PAGE = Pattern.compile(
            "/console(?:/[a-z]{0,32}(?:/[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}){0,2})?(?:\\?[A-Za-z0-9_.%=&+*-]{0,2000})?");
    private static final Duration YEAR = Duration.ofDays(365);

    private final ConsoleLogin login;
    private final PersonSessions people;
    private final ViewAudit views;
    private final CurrentVertxRequest current;

    LoginResource(ConsoleLogin login, PersonSessions people, ViewAudit views, CurrentVertxRequest current) {
        this.login = login;
        this.people = people;
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
        var session = ConsoleAccessFilter.isLocal(asked) ? login.redeem(token) : null;
        var person = session == null && ConsoleAccessFilter.isLocal(asked) ? people.redeem(token) : null;
        if (person != null) {
            return enter(person, asked);
        }
        if (session == null) {
            return LoginOffer.of(login, people, asked, token == null ? Reason.NONE : Reason.SPENT)
                    .page();
        }
        try {
            views.recordLogin(ConsoleSessions.name(session));
        } catch (ViewAudit.Unrecorded unable) {
            login.logOut(session);
            return ConsolePages.unrecorded(PageLanguage.fromRequest(asked), unable);
        }
        return to(ConsolePage.CONSOLE, cookies().session(session));
    }

    private Response enter(Login login, ContainerRequestContext asked) {
        var speech = PageLanguage.fromRequest(asked);
        var person = people.find(login);
        if (person == null) {
            return ConsolePages.notice(speech, 403, "failed");
        }
        var session = people.open(login);
        try {
            views.recordLogin(ConsoleSessions.name(session), person.id());
        } catch (ViewAudit.Unrecorded unable) {
            people.close(session);
            return ConsolePages.unrecorded(speech, unable);
        }
        return to(ConsolePage.CONSOLE, cookies().session(session));
    }

    /** Works without a session: logging out twice is fine. */
    @POST
    @Path("/logout")
    public Response leave(@CookieParam(COOKIE) @Nullable String session, @Context ContainerRequestContext asked) {
        var speech = PageLanguage.fromRequest(asked);
        if (!RequestOrigin.isOwn(asked, current.getCurrent().request())) {
            return ConsolePages.notice(speech, 403, "foreign");
        }
        try {
            var provider = end(session);
            var there =
                    provider == null ? Optional.<URI>empty() : people.logins().logout(provider.issuer());
            return ConsolePages.loggedOut(speech, there, cookies().endedSession());
        } catch (SharedConsoleState.Unreachable down) {
            // The browser forgets the session, whatever becomes of it.
            return Response.fromResponse(ConsolePages.unreachable(speech))
                    .cookie(cookies().endedSession())
                    .build();
        }
    }

    /** Ends the session at this gateway, whatever fails on the way. Returns its person's login, if it had one. */
    private @Nullable Login end(@Nullable String session) {
        try {
            var person = session == null ? null : people.session(session);
            return person == null ? null : person.login();
        } finally {
            try {
                people.close(session);
            } finally {
                login.logOut(session);
            }
        }
    }

    @ServerExceptionMapper
    public Response unreachable(SharedConsoleState.Unreachable down, ContainerRequestContext asked) {
        return ConsolePages.unreachable(PageLanguage.fromRequest(asked));
    }

    /** Sets the language and redirects back. Redirects only within the console, so that links cannot lead elsewhere. */
    @GET
    @Path("/language/{code}")
    public Response language(@PathParam("code") String code, @QueryParam("to") @Nullable String back) {
        var here = back != null && PAGE.matcher(back).matches() ? back : "/console";
        var language = Language.fromCode(code);
        return language == null
                ? Response.seeOther(URI.create(here)).build()
                : to(
                        here,
                        cookies()
                                .make(
                                        PageLanguage.COOKIE,
                                        ConsolePage.CONSOLE,
                                        language.code(),
                                        YEAR,
                                        NewCookie.SameSite.STRICT));
    }

    private static Response to(String page, NewCookie... cookies) {
        return Response.seeOther(URI.create(page)).cookie(cookies).build();
    }

    private ConsoleCookies cookies() {
        return new ConsoleCookies(current.getCurrent().request().isSSL());
    }
}
