package io.facegate.console.mine;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleForm;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.PageLanguage;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.ledger.MemberAppeals.Member;
import io.facegate.usecase.ledger.ViewAudit;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;

/** A request of a member of a calling organisation for a page. */
@FunctionalInterface
interface MemberRequest {
    Logger LOG = Logger.getLogger(MemberRequest.class);

    Response of(PageLanguage speech, Member member);

    /** Shows the page, if the visitor is a member; else, and if it fails, a notice. */
    static Response show(ContainerRequestContext request, MemberRequest page) {
        var speech = PageLanguage.fromRequest(request);
        var person = ConsoleVisitor.of(request).person();
        var organisation = person == null ? null : person.organisation();
        if (person == null || organisation == null) {
            return ConsolePages.notice(speech, 403, "right");
        }
        try {
            return page.of(speech, new Member(organisation, person.id()));
        } catch (ConsoleForm.TooLarge large) {
            throw large;
        } catch (ViewAudit.Unrecorded unable) {
            return ConsolePages.unrecorded(speech, unable);
        } catch (RegistryException.Unacceptable missing) {
            return ConsolePages.notice(speech, 404, "gone");
        } catch (Fault.LedgerTampered tampered) {
            return ConsolePages.notice(speech, 500, "tampered");
        } catch (Fault.Overloaded busy) {
            return ConsolePages.notice(speech, 503, "computing");
        } catch (Fault.RegistryDown down) {
            LOG.error("The page for callers could not read the registry", down);
            return ConsolePages.notice(speech, 503, "registry");
        } catch (RuntimeException fault) {
            LOG.error("The page for callers could not be shown", fault);
            return ConsolePages.notice(speech, 500, "broken");
        }
    }
}
