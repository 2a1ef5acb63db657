package io.facegate.vendor.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.PreconditionFailure;
import io.facegate.call.RequestPayload;
import io.facegate.vendor.wire.StrictJson.Blob;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @Test
    void readsEveryKindOfValue() throws Unreadable {
        var read = read("{\"a\":\"text\",\"b\":[1,2.5,true,false,null],\"c\":{\"d\":\"\\u00e9\"}} ");
        assertThat(read.keySet()).containsExactly("a", "b", "c");
        assertThat(read.get("a")).isEqualTo("text");
        assertThat(read.get("b")).isEqualTo(Arrays.asList(1L, 2.5, true, false, null));
        assertThat(read.get("c")).isEqualTo(Map.of("d", "é"));
    }

    @Test
    void decodesABlobWhereverItsKeyStands() throws Unreadable {
        var bytes = "any bytes at all".getBytes(StandardCharsets.UTF_8);
        var text = Base64.getEncoder().encodeToString(bytes);
        var read = read(
                "{\"Image\":{\"Bytes\" : \"" + text + "\" , \"Other\":1},\"List\":[{\"Bytes\":\"" + text + "\"}]}");
        assertThat(((Blob) ((Map<?, ?>) read.get("Image")).get("Bytes")).bytes())
                .isEqualTo(bytes);
        assertThat(((Map<?, ?>) read.get("Image")).get("Other")).isEqualTo(1L);
        var inList = (Map<?, ?>) ((List<?>) read.get("List")).get(0);
        assertThat(((Blob) inList.get("Bytes")).bytes()).isEqualTo(bytes);
    }

    @Test
    void decodesBase64ThatAClientEscaped() throws Unreadable {
        var bytes = new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 1};
        var text = Base64.getEncoder().encodeToString(bytes).replace("/", "\\/").replace("=", "\\u003d");
        assertThat(((Blob) read("{\"Bytes\":\"" + text + "\"}").get("Bytes")).bytes())
                .isEqualTo(bytes);
    }

    @Property(tries = 300)
    void decodesAnyBytes(@ForAll byte[] bytes) throws Unreadable {
        var text = Base64.getEncoder().encodeToString(bytes);
        assertThat(((Blob) read("{\"Bytes\":\"" + text + "\"}").get("Bytes")).bytes())
                .isEqualTo(bytes);
    }

    @Property(tries = 500)
    void readsALongBodyWithoutWalkingThroughItJustAsItReadsAllOfIt(@ForAll Random random) {
        var body = new RequestPayload(mutated(random));
        assertThat(described(() -> StrictJson.read(body, "Bytes")))
                .isEqualTo(described(() -> StrictJson.walk(body, Set.of("Bytes"))));
    }

    /** Its hash is known; that of a copy would be computed once more before the call is forwarded. */
    @Test
    void aBlobStandsInTheBodyThatWasReceivedWhateverItsLength() throws Unreadable {
        for (int length : new int[] {30, 600, 750, 3000}) {
            var text = Base64.getEncoder().encodeToString(new byte[length]);
            var body = new RequestPayload(("{\"Bytes\" : \"" + text + "\", \"Other\": \"" + "x".repeat(500) + "\"}")
                    .getBytes(StandardCharsets.UTF_8));
            var blob = (Blob) requireNonNull(StrictJson.read(body, "Bytes").get("Bytes"));
            assertThat(requireNonNull(blob.base64()).payload()).as("%s", length).isSameAs(body);
        }
    }

    @Test
    void tellsWhereABlobStoodIfItIsSpelledAsAnEncoderSpellsIt() throws Unreadable {
        for (int length : new int[] {1, 2, 3, 100, 2999, 3000, 3001}) {
            var text = Base64.getEncoder().encodeToString(new byte[length]);
            assertThat(stood("{\"Bytes\" : \"" + text + "\"}")).isEqualTo(text);
        }
        for (var other : List.of("", "AA", "AAA", "A\\u0041AA", "AA" + "AAAA".repeat(600))) {
            assertThat(stood("{\"Bytes\":\"" + other + "\"}")).as(other).isNull();
        }
    }

    @Test
    void refusesALongBodyAsItRefusesAShortOne() {
        var blob = "\"Bytes\":\"" + "AAAA".repeat(600) + '"';
        doubts("{" + blob + "," + blob + "}", PreconditionFailure.DUPLICATE_KEY);
        doubts("{" + blob + "} {}", PreconditionFailure.MALFORMED_BODY);
        doubts("{" + blob.replaceFirst("AAAA", "A*AA") + "}", PreconditionFailure.MALFORMED_BODY);
        doubts("{" + blob.replaceFirst("AAAA", "A\n") + "}", PreconditionFailure.MALFORMED_BODY);
        doubts("{\"Bytes\":" + "AAAA".repeat(600) + "}", PreconditionFailure.MALFORMED_BODY);
        doubts("{\"a\":\"\"" + "AAAA".repeat(600) + "\"\"}", PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void refusesEveryEncodingButUtf8() {
        for (var encoding : List.of("UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32")) {
            var body = "{\"Image\":{\"Bytes\":\"AAAA\"}}".getBytes(java.nio.charset.Charset.forName(encoding));
            assertThatThrownBy(() -> StrictJson.read(new RequestPayload(body), "Bytes"))
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            why -> assertThat(why.preconditionFailure()).isEqualTo(PreconditionFailure.MALFORMED_BODY));
        }
    }

    @Test
    void refusesMoreTokensThanAnyOperationNeeds() throws Unreadable {
        assertThat((List<?>) read("{\"a\":[" + "{},".repeat(4096) + "1]}").get("a"))
                .hasSize(4097);
        doubts("{\"a\":[" + "{},".repeat(1_000_000) + "1]}", PreconditionFailure.MALFORMED_BODY);
    }

    @Test
    void refusesAKeyTwiceAtAnyDepth() {
        doubts("{\"a\":1,\"a\":2}", PreconditionFailure.DUPLICATE_KEY);
        doubts("{\"x\":{\"a\":1,\"\\u0061\":2}}", PreconditionFailure.DUPLICATE_KEY);
        doubts("{\"Bytes\":\"AAAA\",\"Bytes\":\"AAAA\"}", PreconditionFailure.DUPLICATE_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{\"a\":}",
                "{\"a\":1} {}",
                "{\"a\":01}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":1e999}",
                "{\"a\":99999999999999999999}",
                "{\"Bytes\":\"A*A=\"}",
                "{\"Bytes\":\"AAA\\n\"}",
                "{\"Bytes\":\"AAAA",
                "nul",
                "{\"a\":\"\u0001\"}",
                "{\"a\":1,}"
            })
    void refusesWhatIsNotOneObject(String body) {
        doubts(body, PreconditionFailure.MALFORMED_BODY);
    }

    /** Wherever it breaks off, also within a picture, no part is at fault. */
    @ParameterizedTest
    @ValueSource(ints = {40, 4_000})
    void saysThatABodyWasCutOff(int picture) {
        var whole = "{\"Image\":{\"Bytes\":\"" + "A".repeat(picture) + "\"},\"Attributes\":[\"ALL\"]}";
        for (int end = 1; end < whole.length(); end++) {
            var body = whole.substring(0, end);
            assertThatThrownBy(() -> read(body))
                    .as(body)
                    .isInstanceOfSatisfying(
                            Unreadable.class,
                            unreadable -> assertThat(unreadable.mistake().message())
                                    .isEqualTo("The body ends before its JSON is complete. Send all of it."));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A*AA", "data:image/png;base64,AAAA"})
    void blamesAPictureThatIsNoBase64(String picture) {
        assertThatThrownBy(() -> read("{\"Image\":{\"Bytes\":\"" + picture + "\"}}"))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable ->
                                assertThat(unreadable.mistake().message()).startsWith("A picture must be base64"));
    }

    @Test
    void saysWhatIsWrongWithABody() {
        saysOf("{\"a\":nu}", "The body is not JSON. It is at '/a'.");
        saysOf("{\"a\":1e999}", "A text in the body is not Unicode, or a number is out of range. It is at '/a'.");
        saysOf(
                "{\"a\":99999999999999999999}",
                "A text in the body is not Unicode, or a number is out of range. It is at '/a'.");
        saysOf(
                "{\"a\":" + "[".repeat(40),
                "The body is beyond a limit. It may be nested at most 32 deep, with keys of at most 256 characters and"
                        + " numbers of at most 64; a text that is no picture may have at most 1048576, and the whole"
                        + " 100000 parts.");
    }

    private static void saysOf(String body, String message) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable -> assertThat(unreadable.mistake().message()).startsWith(message));
    }

    @Test
    void refusesABodyThatIsTooDeep() {
        doubts("{\"a\":".repeat(40) + "1" + "}".repeat(40), PreconditionFailure.MALFORMED_BODY);
    }

    @Property(tries = 500)
    void survivesAnyBytes(@ForAll byte[] bytes) {
        try {
            StrictJson.read(new RequestPayload(bytes), "Bytes");
        } catch (Unreadable expected) {
            assertThat(expected.preconditionFailure())
                    .isIn(PreconditionFailure.MALFORMED_BODY, PreconditionFailure.DUPLICATE_KEY);
        }
    }

    /** A body with long strings here and there, some of its bytes changed, left out or said twice. */
    private static byte[] mutated(Random random) {
        var blob = "A".repeat(4 * random.nextInt(250, 300));
        var pieces = List.of(
                "\"Bytes\":\"" + blob + '"',
                "\"Other\" : \"" + blob + '"',
                "{",
                "}",
                ",",
                "[",
                "]",
                "\"a\":",
                "\\\"",
                "\"Bytes\":\"" + blob + "\\u0041AAA\"",
                "\"" + blob + "\":1",
                "1",
                "\"\"",
                "\"",
                "\"Bytes\":\"AAAA\"");
        var body = new StringBuilder("{\"Image\":{\"Bytes\":\"" + blob + "\"}");
        for (int count = random.nextInt(4); count > 0; count--) {
            body.append(',').append(pieces.get(random.nextInt(pieces.size())));
        }
        body.append('}');
        for (int count = random.nextInt(3); count > 0; count--) {
            int at = random.nextInt(body.length());
            switch (random.nextInt(3)) {
                case 0 -> body.insert(at, pieces.get(random.nextInt(pieces.size())));
                case 1 -> body.delete(at, Math.min(body.length(), at + random.nextInt(1, 8)));
                default -> body.setCharAt(at, "\"\\A{}:,é ".charAt(random.nextInt(9)));
            }
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** All that a reading says, blobs and where they stood included. */
    private static String described(Reading reading) {
        try {
            return described(reading.read());
        } catch (Unreadable unreadable) {
            return unreadable.preconditionFailure().name();
        }
    }

    private static String described(@Nullable Object value) {
        return switch (value) {
            case Blob blob -> new String(blob.bytes(), StandardCharsets.ISO_8859_1) + spelled(blob);
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + described(entry.getValue()))
                        .toList()
                        .toString();
            case List<?> list ->
                list.stream().map(StrictJsonTest::described).toList().toString();
            case null -> "null";
            default -> value.getClass().getSimpleName() + value;
        };
    }

    private static @Nullable String stood(String body) throws Unreadable {
        return spelled((Blob) requireNonNull(read(body).get("Bytes")));
    }

    private static @Nullable String spelled(Blob blob) {
        return blob.base64() == null
                ? null
                : StandardCharsets.US_ASCII.decode(blob.base64().bytes()).toString();
    }

    private interface Reading {
        Map<String, @Nullable Object> read() throws Unreadable;
    }

    private static Map<String, Object> read(String body) throws Unreadable {
        return StrictJson.read(new RequestPayload(body.getBytes(StandardCharsets.UTF_8)), "Bytes");
    }

    private static void doubts(String body, PreconditionFailure doubt) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        thrown -> assertThat(thrown.preconditionFailure()).isEqualTo(doubt));
    }
}
