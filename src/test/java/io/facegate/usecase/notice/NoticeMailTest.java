package io.facegate.usecase.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.vocabulary.Language;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A mail has the words of its notice, a subject of the program's own, and an address within the console. */
class NoticeMailTest {
    private static final URI CONSOLE = URI.create("https://gate.example.org:8443");
    private static final String HOSTILE = "x\r\nBcc: thief@example.org\u2028\u202e\u0007/../?a=<b>";

    private static Notice notice(String type, Map<String, Object> data, String text) {
        return new Notice("0199-a", type, Instant.parse("2026-12-01T08:00:00Z"), true, Map.copyOf(data), text);
    }

    @Test
    void whatARecordSaysStaysInOneLine() {
        var notice = notice("authorisation.lapsed", Map.of("decision", HOSTILE), HOSTILE);
        var mail = new NoticeMail(Language.EN, CONSOLE);
        assertThat(mail.subject(notice)).isEqualTo("Facegate: the time for an authorisation ran out");
        var lines = mail.body(notice).lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst()).startsWith("x  Bcc: thief@example.org").doesNotContain("\u202e", "\u0007");
        assertThat(lines.get(2))
                .startsWith("Open in the console: https://gate.example.org:8443/console/decisions/x%0D%0ABcc")
                .doesNotContain("<", "?", "/..");
        assertThat(mail.subject(notice(HOSTILE, Map.of(), "x"))).isEqualTo("Facegate: a reminder");
    }

    @Test
    void eachKindHasASubjectAndAPageInBothLanguages() {
        for (var language : Language.values()) {
            var mail = new NoticeMail(language, CONSOLE);
            for (var type : new String[] {
                "authorisation.rejected",
                "authorisation.lapsed",
                "reminder.authorisation",
                "reminder.review",
                "reminder.appeal",
                "reminder.proposal",
                "reminder.end",
                "reminder.log",
                "registry.break_glass"
            }) {
                assertThat(mail.subject(notice(type, Map.of(), "A sentence.")))
                        .startsWith("Facegate")
                        .isNotEqualTo(mail.subject(notice("unknown", Map.of(), "A sentence.")));
                assertThat(mail.body(notice(type, Map.of(), "A sentence.")))
                        .startsWith("A sentence.\n\n")
                        .contains(CONSOLE + "/console");
            }
        }
    }
}
