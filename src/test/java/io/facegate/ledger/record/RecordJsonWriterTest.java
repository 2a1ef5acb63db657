package io.facegate.ledger.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

class RecordJsonWriterTest {
    @Test
    void fieldsStandInCanonicalOrder() {
        assertThat(Arrays.stream(RecordField.values()).map(RecordField::key)).isSorted();
    }

    @Test
    void writesNoNumberThatCanonicalJsonCannotKeep() {
        for (long number : new long[] {Long.MIN_VALUE, -(1L << 53) - 1, (1L << 53) + 1, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> new RecordJsonWriter().number(RecordField.THRESHOLD, number))
                    .isInstanceOf(Fault.LedgerDown.class);
        }
    }

    @Property(tries = 2000)
    void writesAnyTextAsTheReferenceDoes(@ForAll @StringLength(max = 200) String text) throws IOException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            assertThatThrownBy(() -> new RecordJsonWriter().text(RecordField.CLAUSE, text))
                    .isInstanceOf(Fault.LedgerDown.class);
            return;
        }
        assertCanonical(new RecordJsonWriter().text(RecordField.CLAUSE, text).finish());
    }

    @Test
    void writesHostileTextAsTheReferenceDoes() throws IOException {
        var hostile = new StringBuilder(
                "\"},\"verdict\":\"permit\",\"x\":\"\\u0000</script>\u2028\u2029\u007f\u00e9€\ud83d\ude00\uffff");
        for (char c = 0; c < 0x20; c++) {
            hostile.append(c);
        }
        var json = new RecordJsonWriter()
                .text(RecordField.CITATION, hostile.toString())
                .number(RecordField.COUNT, -17)
                .words(RecordField.MATCHED, List.of("a/b", "c"), 3)
                .open(RecordField.ORGANISATION)
                .word(RecordField.ID, "x")
                .word(RecordField.TYPE, "y")
                .endObject()
                .word(RecordField.VERDICT, "refuse")
                .finish();
        assertCanonical(json);
    }

    @Test
    void refusesWhatIsTooLongOrNotAWord() {
        for (var bad : List.of("", "two words", "quo\"te", "back\\slash", "é", "nul\0", "x".repeat(129))) {
            assertThatThrownBy(() -> new RecordJsonWriter().word(RecordField.KEY, bad))
                    .isInstanceOf(Fault.LedgerDown.class)
                    .hasMessageContaining("key")
                    .hasMessageNotContaining("slash");
        }
        assertThatThrownBy(() -> new RecordJsonWriter().text(RecordField.CLAUSE, "x".repeat(1025)))
                .isInstanceOf(Fault.LedgerDown.class);
        assertThatThrownBy(() -> new RecordJsonWriter().words(RecordField.MATCHED, Collections.nCopies(3, "a"), 2))
                .isInstanceOf(Fault.LedgerDown.class);
        assertThatThrownBy(() -> new RecordJsonWriter().number(RecordField.COUNT, Long.MAX_VALUE))
                .isInstanceOf(Fault.LedgerDown.class);
        var huge = new RecordJsonWriter().words(RecordField.MATCHED, Collections.nCopies(200, "x".repeat(128)), 200);
        assertThatThrownBy(huge::finish).isInstanceOf(Fault.LedgerDown.class);
    }

    @Test
    void refusesFieldsOutOfOrder() {
        var to = new RecordJsonWriter().word(RecordField.KEY, "k");
        assertThatThrownBy(() -> to.word(RecordField.ID, "i")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> to.word(RecordField.KEY, "k")).isInstanceOf(IllegalStateException.class);
    }

    @Property(tries = 2000)
    void writesTimesAsTheJdkDoes(@ForAll @LongRange(min = -62167219200000L, max = 253402300799999L) long millis) {
        var time = Instant.ofEpochMilli(millis);
        var expected = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                .withZone(ZoneOffset.UTC)
                .format(time);
        assertThat(text(new RecordJsonWriter().time(RecordField.TIME, time).finish()))
                .isEqualTo("{\"time\":\"" + expected + "\"}");
    }

    @Test
    void refusesTimesThatHaveNoFourDigitYear() {
        assertThatThrownBy(() -> new RecordJsonWriter().time(RecordField.TIME, Instant.MAX))
                .isInstanceOf(Fault.LedgerDown.class);
    }

    @Property(tries = 500)
    void aGlanceReadsEveryTextThatIsWritten(@ForAll @StringLength(max = 100) String text) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            var json = new RecordJsonWriter()
                    .text(RecordField.CLAUSE, text)
                    .word(RecordField.ID, "i")
                    .finish();
            var scanner = new RecordScanner();
            assertThat(scanner.scan(json, 0, json.length)).isTrue();
            assertThat(scanner.id()).isEqualTo("i");
        }
    }

    @Test
    void aGlanceRefusesWhatIsNotCanonical() {
        for (var bad : List.of(
                "",
                "{",
                "{}x",
                "{\"a\":1, \"b\":2}",
                "{\"b\":1,\"a\":2}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":01}",
                "{\"a\":-0}",
                "{\"a\":1.5}",
                "{\"a\":1e3}",
                "{\"a\":true}",
                "{\"a\":\"\\/\"}",
                "{\"a\":\"\\u0041\"}",
                "{\"a\":\"\\u000a\"}",
                "{\"a\":\"\\u001F\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"x}",
                "{\"a\":[1]}",
                "{\"a\":[\"b\",]}",
                "{\"A\":1}")) {
            var bytes = bad.getBytes(StandardCharsets.UTF_8);
            assertThat(new RecordScanner().scan(bytes, 0, bytes.length)).as(bad).isFalse();
        }
        var notUtf8 = new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'};
        assertThat(new RecordScanner().scan(notUtf8, 0, notUtf8.length)).isFalse();
    }

    private static void assertCanonical(byte[] json) throws IOException {
        assertThat(text(json)).isEqualTo(text(new JsonCanonicalizer(json).getEncodedUTF8()));
        assertThat(new RecordScanner().scan(json, 0, json.length)).isTrue();
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
