package io.facegate.usecase.report;

import io.facegate.policy.vocabulary.Language;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A format in which a report is taken away. */
public enum ReportFormat {
    HTML("text/html;charset=utf-8"),
    PDF("application/pdf"),
    CSV("text/csv;charset=utf-8"),
    JSON("application/json");

    private final String mediaType;

    ReportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Its name, and the end of a file's name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of that name, or null. */
    public static @Nullable ReportFormat fromWord(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    /** The name by which an export of a report in this format is recorded. */
    public String recorded() {
        return "report-" + word();
    }

    /** Writes a report. JSON has the same words in every language. */
    public byte[] write(TransparencyReport report, Language language) {
        return this == JSON
                ? (ReportJson.write(report) + '\n').getBytes(StandardCharsets.UTF_8)
                : write(ReportComposer.compose(report, language));
    }

    /** Writes a document; JSON is written of the numbers only. */
    public byte[] write(ReportDocument document) {
        return switch (this) {
            case HTML -> ReportHtml.write(document).getBytes(StandardCharsets.UTF_8);
            case PDF -> ReportPdf.write(document);
            case CSV -> ReportCsv.write(document).getBytes(StandardCharsets.UTF_8);
            case JSON -> throw new IllegalArgumentException("JSON is written of the numbers");
        };
    }
}
