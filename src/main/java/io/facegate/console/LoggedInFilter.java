package io.facegate.console;

import jakarta.annotation.Priority;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Objects;

/** Request filter that requires a login session, and explains how to log in otherwise. */
@Provider
@LoggedInFilter.LoggedIn
@Priority(Priorities.AUTHENTICATION)
public final class LoggedInFilter implements ContainerRequestFilter {
    private static final String VIEWER = "facegate.viewer";

    private final ConsoleLogin login;

    LoggedInFilter(ConsoleLogin login) {
        this.login = login;
    }

    @Override
    public void filter(ContainerRequestContext asked) {
        var cookie = asked.getCookies().get(LoginResource.COOKIE);
        if (cookie == null || !login.hasSession(cookie.getValue())) {
            asked.abortWith(ConsolePages.loginNeeded(PageLanguage.fromRequest(asked), login.offer(), false));
            return;
        }
        asked.setProperty(VIEWER, ConsoleSessions.name(cookie.getValue()));
    }

    /** The name of the session whose request this is. */
    public static String viewer(ContainerRequestContext request) {
        return Objects.requireNonNull(request.getProperty(VIEWER), "no session").toString();
    }

    /** Marks resources that require a session. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    public @interface LoggedIn {}
}
