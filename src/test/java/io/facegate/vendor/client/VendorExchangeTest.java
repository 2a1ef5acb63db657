package io.facegate.vendor.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a vendor says about when to try again. */
class VendorExchangeTest {
    private static final String DATE = "Fri, 27 Nov 2026 21:00:00 GMT";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        7                             | 7
        0                             | 0
        Fri, 27 Nov 2026 21:00:30 GMT | 30
        Fri, 27 Nov 2026 20:59:30 GMT | 0
        Wed, 27 Nov 2126 21:00:00 GMT | 86400
        """)
    void aDateIsPassedOnInSeconds(String header, int seconds) {
        assertThat(VendorExchange.seconds(header, DATE)).hasValue(seconds);
    }

    @ParameterizedTest
    @CsvSource({"soon", "-1", "'1.5'", "'Fri, 27 Nov 2026 21:00:30'", "'Mon, 27 Nov 2026 21:00:30 GMT'", "9999999"})
    void anythingElseIsNone(String header) {
        assertThat(VendorExchange.seconds(header, DATE)).isEqualTo(OptionalInt.empty());
    }

    /** A machine whose clock is wrong does not wait longer or shorter for it. */
    @Test
    void theTimeIsThatOfTheVendorIfItTellsOne() {
        assertThat(VendorExchange.seconds("Fri, 27 Nov 2026 21:00:30 GMT", DATE))
                .hasValue(30);
        var soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(30).atOffset(ZoneOffset.UTC));
        assertThat(VendorExchange.seconds(soon, null).getAsInt()).isBetween(20, 31);
        assertThat(VendorExchange.seconds(soon, "yesterday").getAsInt()).isBetween(20, 31);
    }
}
