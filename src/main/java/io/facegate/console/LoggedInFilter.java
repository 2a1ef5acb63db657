package io.facegate.console;

import io.facegate.console.LoginOffer.Reason;
import io.facegate.usecase.ledger.ViewAudit;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.Priority;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Request filter that requires a login session, and explains how to log in otherwise. The visitor also needs one of the
 * rights of the page, and no page of another site can send a form.
 */
@Provider
@LoggedInFilter.LoggedIn
@Priority(Priorities.AUTHENTICATION)
public final class LoggedInFilter implements ContainerRequestFilter {
    private static final Logger LOG = Logger.getLogger(LoggedInFilter.class);
    /** A parameter of an address with the pattern of its values. */
    private static final Pattern PATTERN = Pattern.compile("\\{(\\w+):[^/]*}");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final ConsoleLogin login;
    private final PersonSessions people;
    private final ViewAudit views;
    private final CurrentVertxRequest current;

    @Context
    @Nullable
    ResourceInfo resource;

    LoggedInFilter(ConsoleLogin login, PersonSessions people, ViewAudit views, CurrentVertxRequest current) {
        this.login = login;
        this.people = people;
        this.views = views;
        this.current = current;
    }

    @Override
    public void filter(ContainerRequestContext asked) {
        try {
            admit(asked);
        } catch (ViewAudit.Unrecorded unable) {
            asked.abortWith(ConsolePages.unrecorded(PageLanguage.fromRequest(asked), unable));
        } catch (SharedConsoleState.Unreachable down) {
            asked.abortWith(ConsolePages.unreachable(PageLanguage.fromRequest(asked)));
        } catch (RuntimeException fault) {
            LOG.error("The console could not tell who asks", fault);
            asked.abortWith(ConsolePages.notice(PageLanguage.fromRequest(asked), 500, "broken"));
        }
    }

    private void admit(ContainerRequestContext asked) {
        var visitor = keepVisitor(asked);
        if (visitor == null) {
            asked.abortWith(loginPage(asked));
            return;
        }
        if (!READING.contains(asked.getMethod())
                && !RequestOrigin.isOwn(asked, current.getCurrent().request())) {
            asked.abortWith(ConsolePages.notice(PageLanguage.fromRequest(asked), 403, "foreign"));
            return;
        }
        var endpoint = endpoint();
        var page = endpoint.equals(UnknownPageResource.ENDPOINT)
                ? asked.getUriInfo().getPath()
                : endpoint;
        if (!mayUse(visitor, endpoint, page)) {
            refuse(asked, visitor, endpoint);
        }
    }

    /** Tells who asks; null for nobody who is logged in. */
    @Nullable
    ConsoleVisitor keepVisitor(ContainerRequestContext asked) {
        var visitor = visitor(asked);
        if (visitor != null) {
            visitor.keep(asked);
        }
        return visitor;
    }

    Response loginPage(ContainerRequestContext asked) {
        var cookie = asked.getCookies().get(LoginResource.COOKIE);
        boolean ended = cookie != null && SharedConsoleSessions.isSecret(cookie.getValue());
        return LoginOffer.of(login, people, asked, ended ? Reason.ENDED : Reason.NONE)
                .page();
    }

    private @Nullable ConsoleVisitor visitor(ContainerRequestContext asked) {
        var cookie = asked.getCookies().get(LoginResource.COOKIE);
        if (cookie == null) {
            return null;
        }
        var secret = cookie.getValue();
        var session = people.session(secret);
        if (session != null) {
            var person = people.find(Objects.requireNonNull(session.login()));
            return person == null ? null : new ConsoleVisitor(person.id(), person, session.formToken());
        }
        var local = ConsoleAccessFilter.isLocal(asked) ? login.session(secret) : null;
        return local == null ? null : new ConsoleVisitor(local.name(), null, local.formToken());
    }

    /** The template of the address, as one word: what a request puts into its address does not choose its rights. */
    private String endpoint() {
        var type = Objects.requireNonNull(resource).getResourceClass().getAnnotation(Path.class);
        var method = Objects.requireNonNull(resource).getResourceMethod().getAnnotation(Path.class);
        var below = method == null ? "" : method.value();
        var all = (type == null ? "" : type.value()) + (below.isEmpty() || below.startsWith("/") ? "" : "/") + below;
        return PATTERN.matcher(all).replaceAll("{$1}");
    }

    /** What belongs to no page, such as the log's own records, needs the right to read records. */
    private static boolean mayUse(ConsoleVisitor visitor, String endpoint, String address) {
        var page = ConsolePage.of(address);
        return (page.isEmpty() && endpoint.equals(UnknownPageResource.ENDPOINT))
                || visitor.mayOpen(page.orElse(ConsolePage.DECISIONS));
    }

    private void refuse(ContainerRequestContext asked, ConsoleVisitor visitor, String endpoint) {
        var home = visitor.home();
        if (home.isPresent() && ConsolePage.OVERVIEW.contains(endpoint)) {
            asked.abortWith(Response.seeOther(URI.create(home.get().address())).build());
            return;
        }
        views.recordRefusal(visitor.name(), asked.getMethod() + ':' + endpoint);
        asked.abortWith(ConsolePages.notice(PageLanguage.fromRequest(asked), 403, "right"));
    }

    /** The name of the visitor whose request this is, as records of views have it. */
    public static String viewer(ContainerRequestContext request) {
        return ConsoleVisitor.of(request).name();
    }

    /** Marks resources that require a session. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    public @interface LoggedIn {}
}
