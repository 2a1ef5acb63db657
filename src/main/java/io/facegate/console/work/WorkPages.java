package io.facegate.console.work;

import io.facegate.console.PageLanguage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** HTML of the work pages. */
final class WorkPages {
    private WorkPages() {}

    /**
     * What came of the visitor's last form, above the page.
     *
     * @param done what was done, in words; empty if nothing was
     * @param problem why it was not done; empty if it was
     */
    record Result(String done, String problem) {
        static final Result NONE = new Result("", "");
    }

    /** @param altered a sentence about rows that do not verify; empty if all do */
    record Inbox(List<WorkSection> sections, String altered, boolean local) {}

    /** The page templates, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance work(PageLanguage s, Inbox inbox, Result result);

        static native TemplateInstance workreview(PageLanguage s, ReviewDetails view, Result result, String reason);

        static native TemplateInstance workproposal(PageLanguage s, ProposalView view, Result result, String reason);

        static native TemplateInstance workauthorisation(
                PageLanguage s, AuthorisationView view, Result result, String reason);

        static native TemplateInstance workstop(PageLanguage s, StopView view, Result result, String reason);

        static native TemplateInstance workappeal(PageLanguage s, AppealView view, Result result, String reason);
    }
}
