package io.facegate.console.work;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleForm;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.FailureSentences;
import io.facegate.console.PageLanguage;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.ViewAudit;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Answers requests of the work pages: reads as pages, and forms as changes with a reason. */
final class WorkRequestHandler {
    private static final Logger LOG = Logger.getLogger(WorkRequestHandler.class);

    private WorkRequestHandler() {}

    /** A change that a form asks for; returns what was done, as the end of a message key. */
    @FunctionalInterface
    interface Change {
        @Nullable
        String make(ConsoleForm form, String reason);
    }

    /** Shows a page, or why it cannot be shown. */
    static Response show(ContainerRequestContext request, Supplier<Response> page) {
        var speech = PageLanguage.fromRequest(request);
        try {
            return page.get();
        } catch (ViewAudit.Unrecorded unable) {
            return ConsolePages.unrecorded(speech, unable);
        } catch (RegistryException.Unacceptable missing) {
            return ConsolePages.notice(speech, 404, "gone");
        } catch (RuntimeException fault) {
            LOG.error("A work page could not be shown", fault);
            return ConsolePages.notice(speech, 500, "broken");
        }
    }

    /**
     * Makes a change in the name of the person who logged in.
     *
     * @param again shows the page again, with a problem and the reason that was given
     */
    static Response change(
            ContainerRequestContext request,
            InputStream body,
            Change change,
            BiFunction<String, String, Response> again) {
        var speech = PageLanguage.fromRequest(request);
        var visitor = ConsoleVisitor.of(request);
        var form = read(body, visitor);
        if (form == null || !visitor.isPerson()) {
            return ConsolePages.notice(speech, 403, "foreign");
        }
        var reason = form.text("reason");
        if (reason.isEmpty()
                || reason.length() > AdministrativeActDetails.LONGEST_REASON
                || reason.chars().anyMatch(Character::isISOControl)) {
            return again.apply(speech.fill("work.reason.wrong", AdministrativeActDetails.LONGEST_REASON), reason);
        }
        try {
            var done = change.make(form, reason);
            return done == null
                    ? again.apply(speech.say("work.choose"), reason)
                    : Response.seeOther(URI.create("/console/work?done=" + done))
                            .build();
        } catch (RegistryException.Unacceptable refused) {
            return again.apply(FailureSentences.of(speech, refused), reason);
        } catch (RegistryException.Unusable | Fault failed) {
            LOG.warn("A change of the work pages was not made, or not wholly", failed);
            return again.apply(FailureSentences.ofFault(speech, failed), reason);
        }
    }

    private static @Nullable ConsoleForm read(InputStream body, ConsoleVisitor visitor) {
        try {
            return ConsoleForm.read(body, visitor);
        } catch (IOException broken) {
            return null;
        }
    }
}
