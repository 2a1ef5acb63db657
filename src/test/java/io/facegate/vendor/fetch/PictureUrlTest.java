package io.facegate.vendor.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs name a picture that may be fetched. */
class PictureUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.jpg",
                "http://pictures.example/a.jpg",
                "ftp://pictures.example/a.jpg",
                "file:///etc/passwd",
                "https:/pictures.example/a.jpg",
                "https://",
                "https:///a.jpg",
                "https://user@pictures.example/a.jpg",
                "https://user:word@pictures.example/a.jpg",
                "https://pictures.example@10.0.0.1/a.jpg",
                "https://pictures.example\\@10.0.0.1/a.jpg",
                "https://127.0.0.1/a.jpg",
                "https://127.1/a.jpg",
                "https://2130706433/a.jpg",
                "https://0x7f000001/a.jpg",
                "https://0x7f.0.0.0x1/a.jpg",
                "https://0177.0.0.01/a.jpg",
                "https://127.0.0.1./a.jpg",
                "https://１２７.0.0.1/a.jpg",
                "https://127。0。0。1/a.jpg",
                "https://①②⑦.0.0.1/a.jpg",
                "https://[::1]/a.jpg",
                "https://[fe80::1%25eth0]/a.jpg",
                "https://[::ffff:127.0.0.1]/a.jpg",
                "https://localhost/a.jpg",
                "https://pictures%2eexample/a.jpg",
                "https://pictures_of.example/a.jpg",
                "https://pictures..example/a.jpg",
                "https://pictures.example../a.jpg",
                "https://-pictures.example/a.jpg",
                "https://pictures.example:0/a.jpg",
                "https://pictures.example:65536/a.jpg",
                "https://pictures.example:/a.jpg",
                "https://pictures.example:443x/a.jpg",
                "https://pictures.example/a b.jpg",
                "https://pictures.example/a.jpg#b",
                "https://pictures.example/ä.jpg",
                "https://pictures.example/a\r\nHost: b",
                "https://pictures.example/a\u0000",
                " https://pictures.example/a.jpg"
            })
    void nobodyFetchesFromHere(String url) {
        assertThat(PictureUrl.parse(url)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://pictures.example/a.jpg             | https://pictures.example         | /a.jpg
        HTTPS://Pictures.Example./a.jpg?sig=a%2Bb  | https://pictures.example         | /a.jpg?sig=a%2Bb
        https://pictures.example:443               | https://pictures.example         | /
        https://pictures.example:8443?a            | https://pictures.example:8443    | /?a
        https://bücher.example/a                   | https://xn--bcher-kva.example    | /a
        https://BÜCHER.example/a                   | https://xn--bcher-kva.example    | /a
        https://xn--bcher-kva.example/a            | https://xn--bcher-kva.example    | /a
        https://ｐictures.example/a                 | https://pictures.example         | /a
        """)
    void aHostIsComparedAsDnsHasIt(String url, String origin, String target) {
        var place = PictureUrl.parse(url);
        assertThat(place).isNotNull();
        assertThat(place.origin()).isEqualTo(origin);
        assertThat(place.target()).isEqualTo(target);
        assertThat(PictureUrl.parse(origin)).isEqualTo(new PictureUrl(place.host(), place.port(), "/"));
    }

    /** Where another reader, the JDK's, sees a host at all, it sees the one that is fetched from. */
    @Property(tries = 5000)
    void noUrlIsReadInTwoWays(@ForAll("urls") String url) {
        var place = PictureUrl.parse(url);
        if (place != null) {
            var other = URI.create(place.origin() + place.target());
            assertThat(other.getHost()).isEqualTo(place.host());
            assertThat(other.getRawUserInfo()).isNull();
            assertThat(other.getRawFragment()).isNull();
            assertThat(place.host()).matches("[a-z0-9.-]+\\.[a-z][a-z0-9-]*");
            if (url.chars().allMatch(sign -> sign < 128)) {
                assertThat(URI.create(url).getHost()).isEqualToIgnoringCase(trailing(url, place.host()));
            }
        }
    }

    private static String trailing(String url, String host) {
        return url.regionMatches(true, "https://".length() + host.length(), ".", 0, 1) ? host + '.' : host;
    }

    @Provide
    Arbitrary<String> urls() {
        var part = Arbitraries.of(
                "https://",
                "HTTPS://",
                "http://",
                "a",
                "b.c",
                ".",
                "..",
                "@",
                ":",
                "443",
                ":8443",
                "/",
                "\\",
                "?",
                "#",
                "%2e",
                "[",
                "]",
                "::1",
                "127.0.0.1",
                "0x7f",
                "é",
                "。",
                "１",
                "-",
                "_",
                " ",
                "\n",
                "\u0000",
                "xn--",
                "\u00AD");
        return part.list().ofMaxSize(8).map(parts -> String.join("", parts)).map(text -> "https://" + text);
    }

    @Test
    void aLongUrlIsNone() {
        assertThat(PictureUrl.parse("https://pictures.example/" + "a".repeat(2000)))
                .isNotNull();
        assertThat(PictureUrl.parse("https://pictures.example/" + "a".repeat(2048)))
                .isNull();
    }

    @Test
    void noUrlIsPrinted() {
        assertThat(PictureUrl.parse("https://pictures.example/a.jpg?sig=secret"))
                .hasToString("PictureUrl[https://pictures.example]");
    }
}
