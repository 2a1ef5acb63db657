package io.facegate.console.policy;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.policy.proof.change.PolicyTimeline;
import io.facegate.usecase.policy.PolicyAnalyses;
import io.facegate.usecase.policy.PolicyLibrary;
import io.facegate.usecase.policy.Progress;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The calendar: what changes when, although no policy does. */
@Path("/console/calendar")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class CalendarResource {
    private static final int FIRST = 1970;
    private static final int LAST = 9998;

    private final PolicyLibrary library;
    private final PolicyAnalyses analyses;

    CalendarResource(PolicyLibrary library, PolicyAnalyses analyses) {
        this.library = library;
        this.analyses = analyses;
    }

    @GET
    public Response calendar(
            @QueryParam("on") @Nullable String on,
            @QueryParam("year") @Nullable String year,
            @Context ContainerRequestContext request) {
        var page = PageLanguage.fromRequest(request);
        var digest = library.digest();
        var policySet = library.verified(digest);
        if (policySet.isEmpty()) {
            return PolicyPages.altered(page);
        }
        var today = LocalDate.now(ZoneOffset.UTC);
        var day = on == null || on.isBlank() ? null : day(on.strip());
        var inYear = year == null || year.isBlank() ? null : year(year.strip());
        var problem = on != null && !on.isBlank() && day == null
                ? page.say("calendar.problem.day")
                : year != null && !year.isBlank() && inYear == null ? page.say("calendar.problem.year") : null;
        var asked = new CalendarView.Asked(today, day, day == null ? inYear : null);
        var view = new CalendarView(PolicySpeech.of(page), policySet.get(), asked, timeline(digest, asked), problem);
        return PolicyPages.html(problem == null ? 200 : 400, PolicyPages.Templates.calendar(page, view));
    }

    private Progress<PolicyTimeline> timeline(String digest, CalendarView.Asked asked) {
        var on = asked.on();
        if (on != null && on.isBefore(asked.today())) {
            return analyses.year(digest, on.getYear());
        }
        return asked.year() == null ? analyses.upcoming(digest, asked.today()) : analyses.year(digest, asked.year());
    }

    private static @Nullable LocalDate day(String text) {
        try {
            var day = LocalDate.parse(text);
            return day.getYear() < FIRST || day.getYear() > LAST ? null : day;
        } catch (DateTimeException malformed) {
            return null;
        }
    }

    private static @Nullable Integer year(String text) {
        if (!text.matches("\\d{4}")) {
            return null;
        }
        int year = Integer.parseInt(text);
        return year < FIRST || year > LAST ? null : Integer.valueOf(year);
    }
}
