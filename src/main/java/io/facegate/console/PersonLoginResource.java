package io.facegate.console;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.registry.Person;
import io.facegate.registry.Person.Login;
import io.facegate.usecase.ledger.ViewAudit;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Login of people at an OpenID provider: where the browser leaves to it, and where it comes back. */
@Path("/console")
@ConsoleAccess
@RunOnVirtualThread
final class PersonLoginResource {
    static final String ATTEMPT = "facegate-login";

    private static final Logger LOG = Logger.getLogger(PersonLoginResource.class);
    private static final String ATTEMPT_PATH = "/console/login";
    private static final String CALLBACK = "/console/login/callback";

    private final PersonSessions people;
    private final ConsoleLogin login;
    private final ViewAudit views;
    private final CurrentVertxRequest current;

    PersonLoginResource(PersonSessions people, ConsoleLogin login, ViewAudit views, CurrentVertxRequest current) {
        this.people = people;
        this.login = login;
        this.views = views;
        this.current = current;
    }

    @GET
    @Path("/login/at/{number: [0-9]{1,2}}")
    public Response start(@PathParam("number") int number, @Context ContainerRequestContext asked) {
        var providers = people.providers();
        if (number >= providers.size()) {
            return ConsolePages.notFound(PageLanguage.fromRequest(asked));
        }
        var attempt = people.begin(providers.get(number).issuer());
        try {
            return Response.seeOther(people.logins().start(attempt, callback()))
                    .cookie(cookies()
                            .make(ATTEMPT, ATTEMPT_PATH, people.cookie(attempt), LoginAttempt.LIFE, SameSite.LAX))
                    .build();
        } catch (PersonLogin.Failed failed) {
            return failed(asked, failed);
        }
    }

    /** The page under which the provider sends the browser back. */
    @GET
    @Path("/login/callback")
    public Response finish(
            @CookieParam(ATTEMPT) @Nullable String cookie,
            @CookieParam(LoginResource.COOKIE) @Nullable String before,
            @Context ContainerRequestContext asked) {
        var attempt = people.attempt(cookie);
        if (attempt == null || !attempt.isStateOf(only(asked, "state"))) {
            return failed(asked, new PersonLogin.Failed("The browser did not begin this login, or it took too long."));
        }
        var code = only(asked, "code");
        if (code == null || asked.getUriInfo().getQueryParameters().containsKey("error")) {
            return failed(asked, new PersonLogin.Failed("The provider sent no code, but an error."));
        }
        if (!people.isFirstAnswer(attempt)) {
            return failed(asked, new PersonLogin.Failed("The provider's answer was used before."));
        }
        var network = people.failures().network(current.getCurrent().request());
        return people.failures().begin(network)
                ? finish(asked, attempt, code, before, network)
                : ConsolePages.notice(PageLanguage.fromRequest(asked), 429, "many");
    }

    private Response finish(
            ContainerRequestContext asked, LoginAttempt attempt, String code, @Nullable String before, String network) {
        try {
            var returned = new PersonLogin.Returned(code, Optional.ofNullable(only(asked, "iss")));
            var found = people.logins().finish(attempt, returned, callback());
            var person = registered(found, network);
            if (person == null) {
                return ConsolePages.nobody(PageLanguage.fromRequest(asked), found, forget());
            }
            people.failures().release(network);
            return enter(asked, people.open(found), person.id(), before);
        } catch (PersonLogin.Failed failed) {
            return failed(asked, failed);
        } catch (ViewAudit.Unrecorded unable) {
            return ConsolePages.unrecorded(PageLanguage.fromRequest(asked), unable);
        }
    }

    /** The person with that login, or null, which is on record. What fails here is no failure of a login. */
    private @Nullable Person registered(Login found, String network) {
        try {
            var person = people.find(found);
            if (person == null) {
                views.recordRefusal(found.issuer() + ' ' + found.subject(), "GET:" + CALLBACK);
            }
            return person;
        } catch (RuntimeException own) {
            people.failures().release(network);
            throw own;
        }
    }

    /**
     * Hands out the new session and ends the one before. The cookie is {@code SameSite=Strict}, and the browser comes from
     * another site: only the next request, which this page makes, has it.
     */
    private Response enter(ContainerRequestContext asked, String session, String person, @Nullable String before) {
        try {
            views.recordLogin(ConsoleSessions.name(session), person);
        } catch (ViewAudit.Unrecorded unable) {
            people.close(session);
            throw unable;
        }
        people.close(before);
        login.logOut(before);
        return Response.fromResponse(ConsolePages.entering(PageLanguage.fromRequest(asked)))
                .header("Refresh", "0; url=" + ConsolePage.CONSOLE)
                .cookie(cookies().session(session))
                .cookie(forget())
                .build();
    }

    private Response failed(ContainerRequestContext asked, PersonLogin.Failed why) {
        LOG.warnf("Nobody was logged in: %s", why.getMessage());
        return Response.fromResponse(ConsolePages.notice(PageLanguage.fromRequest(asked), 403, "failed"))
                .cookie(forget())
                .build();
    }

    @ServerExceptionMapper
    public Response unreachable(SharedConsoleState.Unreachable down, ContainerRequestContext asked) {
        return ConsolePages.unreachable(PageLanguage.fromRequest(asked));
    }

    private NewCookie forget() {
        return cookies().remove(ATTEMPT, ATTEMPT_PATH, SameSite.LAX);
    }

    private ConsoleCookies cookies() {
        return new ConsoleCookies(current.getCurrent().request().isSSL());
    }

    /** The console's own address as the browser knows it; the filter has compared it with the configured one. */
    private URI callback() {
        var request = current.getCurrent().request();
        return URI.create((request.isSSL() ? "https://" : "http://") + request.authority() + CALLBACK);
    }

    /** The only value of a parameter; null if there is none, or several. */
    private static @Nullable String only(ContainerRequestContext asked, String name) {
        var values = asked.getUriInfo().getQueryParameters().getOrDefault(name, List.of());
        return values.size() == 1 ? values.getFirst() : null;
    }
}
