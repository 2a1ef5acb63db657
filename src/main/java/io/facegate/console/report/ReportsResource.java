package io.facegate.console.report;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsolePages;
import io.facegate.console.LoggedInFilter;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.usecase.report.PublicReportWriter;
import io.facegate.usecase.report.ReportComposer;
import io.facegate.usecase.report.ReportFormat;
import io.facegate.usecase.report.TransparencyReports;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** The page of the transparency report, and the same report as a file. */
@Path("/console/reports")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class ReportsResource {
    private static final Logger LOG = Logger.getLogger(ReportsResource.class);

    private final TransparencyReports reports;
    private final Semaphore making = new Semaphore(1);

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
        return attachment(
                format.write(report, speech.language()),
                format.mediaType(),
                "facegate-report-" + period.word() + '.' + format.word());
    }

    /** The report of a whole year for the public, without small counts: the same as {@code report --publish}. */
    @GET
    @Path("/published.{format}")
    public Response published(
            @PathParam("format") String word, @Context UriInfo asked, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var choice = PeriodChoice.of(asked.getQueryParameters(), Instant.now(), reports.firstTime());
        var format = ReportFormat.fromWord(word);
        var period = choice.period();
        if (format == null || format == ReportFormat.JSON) {
            return ConsolePages.notFound(speech);
        }
        if (period == null || !PublicReportWriter.isFor(period)) {
            return ConsolePages.notice(speech, 400, "reports.year");
        }
        var report = reports.publish(period, format, LoggedInFilter.viewer(request), speech.language());
        return attachment(
                format.write(report), format.mediaType(), "facegate-published-" + period.word() + '.' + format.word());
    }

    /** The evidence for the EU AI Act; one at a time is made. Another site cannot have it made: its origin would be another. */
    @POST
    @Path("/ai-act.zip")
    public Response aiAct(@Context UriInfo asked, @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var choice = PeriodChoice.of(asked.getQueryParameters(), Instant.now(), reports.firstTime());
        var period = choice.period();
        if (period == null) {
            return ReportPages.unusable(speech, choice);
        }
        if (!making.tryAcquire()) {
            return ConsolePages.notice(speech, 503, "exporting");
        }
        try {
            var zip = reports.aiAct(speech.language()).write(period, LoggedInFilter.viewer(request));
            return attachment(zip, "application/zip", "facegate-ai-act-" + period.word() + ".zip");
        } catch (Fault.LedgerTampered _) {
            return ConsolePages.notice(speech, 500, "unbundled.tampered");
        } catch (Fault.LedgerDown | IOException unable) {
            LOG.error("The evidence for the EU AI Act could not be made", unable);
            return ConsolePages.notice(speech, 503, "unbundled");
        } finally {
            making.release();
        }
    }

    private static Response attachment(byte[] file, String mediaType, String name) {
        return Response.ok(file, mediaType)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + '"')
                .build();
    }
}
