package io.facegate.console.policy;

import io.facegate.console.ConsolePages;
import io.facegate.console.PageLanguage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.Response;

/** HTML responses of the pages about policies. */
final class PolicyPages {
    private PolicyPages() {}

    static Response html(TemplateInstance page) {
        return ConsolePages.html(200, page);
    }

    static Response html(int status, TemplateInstance page) {
        return ConsolePages.html(status, page);
    }

    /** The page shown where the archive does not hold the policies in force as they were. */
    static Response altered(PageLanguage speech) {
        return ConsolePages.notice(speech, 500, "policies.altered");
    }

    /** The page templates, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance policies(PageLanguage s, PoliciesView view);

        static native TemplateInstance policypack(PageLanguage s, PackPage view);

        static native TemplateInstance policyrule(PageLanguage s, RulePage view);

        static native TemplateInstance policyhistory(PageLanguage s, HistoryView view);

        static native TemplateInstance calendar(PageLanguage s, CalendarView view);

        static native TemplateInstance trial(PageLanguage s, TrialForm form, TrialView view);
    }
}
