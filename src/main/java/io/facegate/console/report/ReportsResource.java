package io.facegate.console.report;

import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.LoggedInFilter;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.usecase.report.ReportComposer;
import io.facegate.usecase.report.ReportFormat;
import io.facegate.usecase.report.TransparencyReports;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;

/** The page of the transparency report, and the same report as a file. */
@Path("/console/reports")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class ReportsResource {
    private final TransparencyReports reports;

    ReportsResource(TransparencyReports reports) {
        this.reports = reports;
    }

    /** The report of a period. */
    @GET
    public Response report(@Context UriInfo asked, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var choice = PeriodChoice.of(asked.getQueryParameters(), Instant.now(), reports.firstTime());
        var period = choice.period();
        if (period == null) {
            return ReportPages.unusable(speech, choice);
        }
        var report = reports.view(period, LoggedInFilter.viewer(request));
        return ReportPages.report(speech, choice, ReportComposer.compose(report, speech.language()));
    }

    /** The report of a period as a file, such as {@code /console/reports/report.pdf}. To take one is an export. */
    @GET
    @Path("/report.{format}")
    public Response file(
            @PathParam("format") String word, @Context UriInfo asked, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var choice = PeriodChoice.of(asked.getQueryParameters(), Instant.now(), reports.firstTime());
        var format = ReportFormat.fromWord(word);
        var period = choice.period();
        if (format == null) {
            return ConsolePages.notFound(speech);
        }
        if (period == null) {
            return ReportPages.unusable(speech, choice);
        }
        var report = reports.take(period, format.recorded(), LoggedInFilter.viewer(request), null);
        return Response.ok(format.write(report, speech.language()), format.mediaType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"facegate-report-" + period.word() + '.' + format.word() + '"')
                .build();
    }
}
