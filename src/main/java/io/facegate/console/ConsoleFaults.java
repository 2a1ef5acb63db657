package io.facegate.console;

import io.facegate.call.Fault;
import io.facegate.usecase.ledger.ViewAudit;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What the console answers where a page fails, unless the page itself has a better answer. */
final class ConsoleFaults {
    private static final Logger LOG = Logger.getLogger(ConsoleFaults.class);

    /** Pages that read policies and not the ledger. */
    private static final List<ConsolePage> OF_POLICIES =
            List.of(ConsolePage.POLICIES, ConsolePage.CALENDAR, ConsolePage.TRY);

    /** Nothing is shown whose viewing cannot be recorded. */
    @ServerExceptionMapper
    public Response unrecorded(ViewAudit.Unrecorded unable, ContainerRequestContext request) {
        return ConsolePages.unrecorded(PageLanguage.fromRequest(request), unable);
    }

    /** Nothing of the form was read, so nothing was done. */
    @ServerExceptionMapper
    public Response large(ConsoleForm.TooLarge form, ContainerRequestContext request) {
        return ConsolePages.notice(PageLanguage.fromRequest(request), 413, "large");
    }

    /** Too many analyses of policies run already. */
    @ServerExceptionMapper
    public Response busy(Fault.Overloaded busy, ContainerRequestContext request) {
        return request.getUriInfo().getPath().startsWith(ConsolePage.CONSOLE)
                ? ConsolePages.notice(PageLanguage.fromRequest(request), 503, "computing")
                : failed(busy, request);
    }

    @ServerExceptionMapper
    public Response failed(RuntimeException fault, ContainerRequestContext request) {
        if (fault instanceof WebApplicationException told) {
            return told.getResponse();
        }
        var path = request.getUriInfo().getPath();
        // As it was sent: decoded, it could write lines of its own into the log.
        LOG.error(
                "No answer could be made for "
                        + request.getUriInfo().getRequestUri().getRawPath(),
                fault);
        return path.startsWith(ConsolePage.CONSOLE)
                ? ConsolePages.notice(PageLanguage.fromRequest(request), 500, notice(path))
                : Response.serverError().build();
    }

    private static String notice(String path) {
        return OF_POLICIES.stream().anyMatch(page -> path.startsWith(page.address())) ? "policies.broken" : "broken";
    }
}
