package io.facegate.console.report;

import io.facegate.console.ConsolePage;
import io.facegate.console.ConsolePages;
import io.facegate.console.PageLanguage;
import io.facegate.usecase.report.PublicReportWriter;
import io.facegate.usecase.report.ReportDocument;
import io.facegate.usecase.report.ReportFormat;
import io.facegate.usecase.report.ReportPeriod;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** HTML responses of the pages of reports. */
final class ReportPages {
    private static final List<ReportFormat> OFFERED =
            List.of(ReportFormat.PDF, ReportFormat.CSV, ReportFormat.JSON, ReportFormat.HTML);

    private static final List<ReportFormat> PUBLISHED = List.of(ReportFormat.HTML, ReportFormat.PDF, ReportFormat.CSV);

    private ReportPages() {}

    static Response report(PageLanguage speech, PeriodChoice choice, ReportDocument report) {
        return ConsolePages.html(200, Templates.reports(speech, choice, new View(choice.period(), report)));
    }

    /** The page without a report, because the period cannot be used. */
    static Response unusable(PageLanguage speech, PeriodChoice choice) {
        return ConsolePages.html(400, Templates.reports(speech, choice, new View(null, null)));
    }

    /** What the page shows. */
    record View(@Nullable ReportPeriod period, @Nullable ReportDocument report) {
        /** The files that are offered. */
        public List<File> files() {
            return files(OFFERED, "report");
        }

        /** The files for the public; none unless the period is a whole year. */
        public List<File> published() {
            return period == null || !PublicReportWriter.isFor(period) ? List.of() : files(PUBLISHED, "published");
        }

        private List<File> files(List<ReportFormat> formats, String name) {
            return period == null
                    ? List.of()
                    : formats.stream()
                            .map(format -> new File(format.name(), address('/' + name + '.' + format.word(), period)))
                            .toList();
        }

        /** Where the evidence for the EU AI Act is made; empty without a period. */
        public String aiAct() {
            return period == null ? "" : address("/ai-act.zip", period);
        }

        private static String address(String file, ReportPeriod period) {
            return ConsolePage.REPORTS.address() + file + '?' + PeriodChoice.query(period);
        }

        /** The address of the list with the calls of a row; null if there is none. */
        public @Nullable String calls(ReportDocument.Row row) {
            return row.filters().isEmpty()
                    ? null
                    : new TreeMap<>(row.filters())
                            .entrySet().stream()
                                    .map(one -> one.getKey() + "="
                                            + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                                    .collect(Collectors.joining("&", ConsolePage.DECISIONS.address() + '?', ""));
        }
    }

    /** A file that is offered. */
    record File(String name, String address) {}

    /** The page templates, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance reports(PageLanguage s, PeriodChoice choice, View view);
    }
}
