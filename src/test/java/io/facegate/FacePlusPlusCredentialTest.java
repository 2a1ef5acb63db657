package io.facegate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.identity.Credential;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import io.facegate.vendor.wire.HttpCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The credential stands in the form: it is found before anything is parsed, and only where it is not ambiguous. */
class FacePlusPlusCredentialTest {
    private static final String DETECT = "/facepp/v3/detect";
    private static final String SECRET = "fgk_FGAK_secret";
    private static final FacePlusPlusWire WIRE = new FacePlusPlusWire();

    private static Map<String, Object> signed() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("api_key", "FGAK");
        fields.put("api_secret", SECRET);
        return fields;
    }

    private static boolean isFound(HttpCall call) {
        return WIRE.credential(call) instanceof Credential.ApiKey found
                && found.key().equals(SECRET);
    }

    private static boolean isMissing(HttpCall call) {
        return WIRE.credential(call) instanceof Credential.Missing;
    }

    /** Wherever among other fields, in either encoding. */
    @Property(tries = 300)
    void isFoundInAnyPlace(@ForAll("others") Map<String, String> others, @ForAll boolean last) {
        var fields = new LinkedHashMap<String, Object>(last ? others : signed());
        fields.putAll(last ? signed() : others);
        assertThat(isFound(FacePlusPlusForms.urlEncoded(DETECT, fields))).isTrue();
        Assume.that(others.values().stream().noneMatch(value -> value.contains(FacePlusPlusForms.BOUNDARY)));
        assertThat(isFound(FacePlusPlusForms.multipart(DETECT, fields))).isTrue();
    }

    @Provide
    Arbitrary<Map<String, String>> others() {
        var names = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars('_')
                .ofMinLength(1)
                .ofMaxLength(20);
        var values = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                Arbitraries.of(
                        "api_key=a", "&api_secret=b", "\r\n--x", "\r\n\r\n", "name=\"api_secret\"", "%26api_key%3D"));
        return Arbitraries.maps(names.filter(name -> !name.startsWith("api_")), values)
                .ofMaxSize(20);
    }

    /** Whatever the body is, nothing but an answer comes of it; what was not whole and once is no credential. */
    @Property(tries = 1000)
    void noBodyDoesHarm(@ForAll("hostile") byte[] body, @ForAll boolean multipart) {
        var type = multipart
                ? "multipart/form-data; boundary=" + FacePlusPlusForms.BOUNDARY
                : "application/x-www-form-urlencoded";
        var call = FacePlusPlusForms.raw(DETECT, type, body);
        var read = WIRE.read(call);
        assertThat(read.toString()).doesNotContain(SECRET);
        assertThat(read.params().keySet()).doesNotContain("api_key", "api_secret");
        if (isFound(call)) {
            assertThat(count(new String(body, ISO_8859_1), SECRET)).isEqualTo(1);
        }
    }

    private static int count(String text, String word) {
        return text.split(java.util.regex.Pattern.quote(word), -1).length - 1;
    }

    /** Pieces of forms in any order, some cut. */
    @Provide
    Arbitrary<byte[]> hostile() {
        var b = FacePlusPlusForms.BOUNDARY;
        var pieces = Arbitraries.of(
                "--" + b,
                "--" + b + "--",
                "\r\n",
                "\r\n\r\n",
                "Content-Disposition: form-data; name=\"api_key\"",
                "Content-Disposition: form-data; name=\"api_secret\"",
                "\r\n--" + b + "\r\n",
                SECRET,
                "FGAK",
                "&",
                "=",
                "api_key=FGAK",
                "api_secret=" + SECRET,
                "api%5fsecret=" + SECRET,
                "&&",
                "%",
                "%4",
                "+",
                "; filename=\"x\"",
                "\u0000",
                "--" + b + "\r\nContent-Disposition: form-data; name=\"api_key\"\r\n\r\nFGAK\r\n",
                "--" + b + "\r\nContent-Disposition: form-data; name=\"api_secret\"\r\n\r\n" + SECRET + "\r\n",
                "--" + b + "\r\nContent-Disposition: form-data; name=\"image_file\"; filename=\"a\"\r\n\r\nxyz\r\n");
        return pieces.list().ofMaxSize(12).map(list -> String.join("", list).getBytes(ISO_8859_1));
    }

    /** A body that was cut anywhere has no credential, unless it is a shorter form that is whole. */
    @Example
    void aCutFormHasNone() {
        var whole = FacePlusPlusForms.multipart(DETECT, signed()).body().bytes();
        for (int length = 0; length < whole.length - 2; length++) {
            var cut = java.util.Arrays.copyOf(whole, length);
            var call =
                    FacePlusPlusForms.raw(DETECT, "multipart/form-data; boundary=" + FacePlusPlusForms.BOUNDARY, cut);
            assertThat(isMissing(call)).as("cut at " + length).isTrue();
        }
    }

    @Example
    void twiceIsAmbiguous() {
        for (var name : List.of("api_key", "api_secret", "image_url")) {
            var fields = new ArrayList<Map.Entry<String, Object>>(signed().entrySet());
            fields.add(Map.entry(name, signed().getOrDefault(name, "x")));
            fields.add(Map.entry("image_url", "x"));
            assertThat(isMissing(FacePlusPlusForms.multipart(DETECT, fields)))
                    .as(name)
                    .isTrue();
        }
        var pairs = "api_key=FGAK&api_secret=" + SECRET + "&api_secret=" + SECRET;
        assertThat(isMissing(urlEncoded(pairs))).isTrue();
        assertThat(isMissing(urlEncoded("api_key=FGAK&api_secret=" + SECRET + "&api%5fsecret=" + SECRET)))
                .isTrue();
    }

    private static HttpCall urlEncoded(String body) {
        return FacePlusPlusForms.raw(DETECT, "application/x-www-form-urlencoded", body.getBytes(ISO_8859_1));
    }

    @Example
    void inAQueryOrBesideAnotherCredentialItCountsForNothing() {
        var query = "?api_key=FGAK&api_secret=" + SECRET;
        assertThat(isMissing(FacePlusPlusForms.multipart(DETECT + query, Map.of("image_url", "x"))))
                .isTrue();
        var form = FacePlusPlusForms.urlEncoded(DETECT, signed());
        for (var header : List.of("Authorization", "X-Api-Key")) {
            var both = FacePlusPlusForms.raw(
                    DETECT, "application/x-www-form-urlencoded", form.body().bytes(), header, "Bearer abc");
            assertThat(isMissing(both)).as(header).isTrue();
        }
        var compressed = FacePlusPlusForms.raw(
                DETECT, "application/x-www-form-urlencoded", form.body().bytes(), "Content-Encoding", "gzip");
        assertThat(isMissing(compressed)).isTrue();
        assertThat(isMissing(FacePlusPlusForms.raw(
                        DETECT, "application/json", "{\"api_key\":\"FGAK\"}".getBytes(ISO_8859_1))))
                .isTrue();
    }

    @Example
    void theIdMustBeThatOfTheSecret() {
        for (var id : List.of("", "FGAKX", "FGA", "secret", "fgk")) {
            var fields = signed();
            fields.put("api_key", id);
            var call = FacePlusPlusForms.multipart(DETECT, fields);
            assertThat(isFound(call)).as(id).isFalse();
        }
    }

    @Example
    void sizesAreBounded() {
        var many = new LinkedHashMap<String, Object>(signed());
        for (int at = 0; at < 31; at++) {
            many.put("f" + at, "x");
        }
        assertThat(isMissing(FacePlusPlusForms.multipart(DETECT, many))).isTrue();
        assertThat(isMissing(FacePlusPlusForms.urlEncoded(DETECT, many))).isTrue();
        many.keySet().removeAll(List.of("f29", "f30"));
        assertThat(isFound(FacePlusPlusForms.multipart(DETECT, many))).isTrue();
        var longSecret = signed();
        longSecret.put("api_secret", SECRET + "x".repeat(300));
        assertThat(isMissing(FacePlusPlusForms.multipart(DETECT, longSecret))).isTrue();
        var longHead = "--" + FacePlusPlusForms.BOUNDARY + "\r\nContent-Type: " + "x".repeat(2000) + "\r\n\r\n";
        assertThat(isMissing(FacePlusPlusForms.raw(
                        DETECT,
                        "multipart/form-data; boundary=" + FacePlusPlusForms.BOUNDARY,
                        longHead.getBytes(ISO_8859_1))))
                .isTrue();
    }
}
