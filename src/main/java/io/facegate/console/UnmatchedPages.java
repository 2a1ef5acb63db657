package io.facegate.console;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers addresses below a page of the console that the page's class does not have. Nothing else does: once a class is
 * chosen by its part of the address, no other class is asked, and no filter has run. Other addresses keep their answer.
 * This runs on an event loop. Who asks may be known to another server, so it is asked on a virtual thread.
 */
final class UnmatchedPages {
    private static final Logger LOG = Logger.getLogger(UnmatchedPages.class);
    private static final String BELOW = ConsolePage.CONSOLE + '/';

    /** What the server says where this class does not answer. */
    private static final String BARE = "<html><body><h1>Resource not found</h1></body></html>";

    private final ConsoleAccessFilter local;
    private final LoggedInFilter login;

    UnmatchedPages(ConsoleAccessFilter local, LoggedInFilter login) {
        this.local = local;
        this.login = login;
    }

    @ServerExceptionMapper
    public Uni<Response> notFound(NotFoundException missing, ContainerRequestContext asked) {
        var path = asked.getUriInfo().getPath();
        if (!path.startsWith(BELOW)) {
            return Uni.createFrom()
                    .item(Response.fromResponse(missing.getResponse())
                            .entity(BARE)
                            .type(MediaType.TEXT_HTML + ";charset=utf-8")
                            .build());
        }
        var refused = local.refusal(asked);
        return refused == null
                ? Uni.createFrom()
                        .item(() -> ConsoleAccessFilter.guarded(answer(asked)))
                        .runSubscriptionOn(Thread::startVirtualThread)
                : Uni.createFrom().item(ConsoleAccessFilter.guarded(refused));
    }

    private Response answer(ContainerRequestContext asked) {
        try {
            return login.keepVisitor(asked) == null
                    ? login.loginPage(asked)
                    : ConsolePages.notFound(PageLanguage.fromRequest(asked));
        } catch (SharedConsoleState.Unreachable down) {
            return ConsolePages.unreachable(PageLanguage.fromRequest(asked));
        } catch (RuntimeException fault) {
            LOG.error("The console could not tell who asks", fault);
            return ConsolePages.notice(PageLanguage.fromRequest(asked), 500, "broken");
        }
    }
}
