package io.facegate.ledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells of CSV: quoted, and never a formula. */
class CsvLineTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|cmd", "%0"})
    void aCellThatCouldBeAFormulaBeginsWithAnApostrophe(String hostile) {
        assertThat(CsvLine.of(List.of(hostile))).isEqualTo("\"'" + hostile + "\"\r\n");
    }

    @Test
    void quotesAreDoubledAndNothingIsAnEmptyCell() {
        assertThat(CsvLine.of(Arrays.asList("a \"b\", c", "", null, "1"))).isEqualTo("\"a \"\"b\"\", c\",,,\"1\"\r\n");
    }
}
