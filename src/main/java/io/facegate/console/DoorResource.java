package io.facegate.console;

import io.facegate.console.LocalOnlyFilter.LocalOnly;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The way in and the way out. */
@Path("/console")
@LocalOnly
@RunOnVirtualThread
final class DoorResource {
    static final String COOKIE = "facegate-console";

    private final ConsoleLogin login;
    private final CurrentVertxRequest current;

    DoorResource(ConsoleLogin login, CurrentVertxRequest current) {
        this.login = login;
        this.current = current;
    }

    @GET
    @Path("/login")
    public Response enter(@QueryParam("token") @Nullable String token) {
        var session = login.enter(token);
        if (session == null) {
            return Pages.loginNeeded(login.offer(), token != null);
        }
        return toList(cookies(session, (int) Sessions.LIFE.toSeconds()));
    }

    /** Takes no session for granted: to leave twice is to have left. */
    @POST
    @Path("/logout")
    public Response leave(@CookieParam(COOKIE) @Nullable String session) {
        login.leave(session);
        return Pages.loggedOut(cookies("", 0));
    }

    private static Response toList(NewCookie... cookies) {
        return Response.seeOther(URI.create("/console")).cookie(cookies).build();
    }

    /** For the pages, and for the records of the log: a call has no business with it. */
    private NewCookie[] cookies(String value, int seconds) {
        return new NewCookie[] {cookie("/console", value, seconds), cookie("/log", value, seconds)};
    }

    private NewCookie cookie(String path, String value, int seconds) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path(path)
                .maxAge(seconds)
                .httpOnly(true)
                .secure(current.getCurrent().request().isSSL())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
