package io.facegate.usecase.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The words of reports: the same keys in each language, and no straight apostrophe that would swallow a number. */
class ReportWordsTest {
    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        assertThat(load("report_fr.properties").stringPropertyNames())
                .isEqualTo(load("report.properties").stringPropertyNames());
    }

    @Test
    void noTextHasAStraightApostrophe() throws IOException {
        for (var file : new String[] {"report.properties", "report_fr.properties"}) {
            load(file).forEach((key, text) -> {
                if (!key.toString().startsWith("time.")) {
                    assertThat(text.toString()).as(key.toString()).doesNotContain("'");
                }
            });
        }
    }

    private static Properties load(String file) throws IOException {
        var words = new Properties();
        try (var in = new InputStreamReader(
                Objects.requireNonNull(ReportWords.class.getResourceAsStream(file), file), StandardCharsets.UTF_8)) {
            words.load(in);
        }
        return words;
    }
}
