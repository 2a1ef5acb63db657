package io.facegate.policy.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses of citations a browser may be sent to. */
class CitationTest {
    private static @Nullable String link(@Nullable String url) {
        return new Citation("A law", url, LocalDate.EPOCH, "primary").webLink();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "javascript:alert(1)",
                "JavaScript://law.example/%0aalert(1)",
                "java\nscript:alert(1)",
                "data:text/html,<script>alert(1)</script>",
                "vbscript:x",
                "file:///etc/passwd",
                "//law.example/1",
                "/console/work",
                "https:",
                "https:law.example",
                "https:///law",
                "https://law.example@evil.example/",
                "https://user:password@law.example/",
                "https://law.example\\@evil.example/",
                "https://law.example/a b",
                "https://law.example/\u0000",
                "https://law.example/\n",
                "https://law.example/\u007f",
                "https://law.example/\u202egnp",
                "https://law.example/\u200b",
                "https://law.example/\u2028",
                "https://law.example/\ud800",
                "https://law.example/\"onclick=x",
                "https://law.example/'onclick=x",
                "https://law.example/<script>",
                " https://law.example/"
            })
    void aHostileAddressIsNoLink(@Nullable String url) {
        assertThat(link(url)).isNull();
    }

    @Test
    void aVeryLongAddressIsNoLink() {
        var longest = "https://law.example/" + "a".repeat(1980);
        assertThat(link(longest)).isEqualTo(longest);
        assertThat(link(longest + 'a')).isNull();
    }

    @Test
    void anAddressOfTheWebIsALink() {
        assertThat(link("https://eur-lex.europa.eu/eli/reg/2024/1689/oj?lang=en#art_5"))
                .isEqualTo("https://eur-lex.europa.eu/eli/reg/2024/1689/oj?lang=en#art_5");
        assertThat(link("http://law.example/1(2)")).isEqualTo("http://law.example/1(2)");
        assertThat(link("https://law.example/é")).isEqualTo("https://law.example/%C3%A9");
    }
}
