package io.facegate.ledger.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Roll-ups as they are stored, also by somebody who may write into the file. */
class RollUpCellTest {
    private static final int DAY = 20_000;

    private static Map<String, long[]> read(byte[] stored) throws SQLException {
        var sums = new RollUpCell.Sums();
        RollUpCell.add(stored, day -> day == DAY, sums);
        return sums.values();
    }

    private static void demandUnreadable(byte[] stored) {
        assertThatThrownBy(() -> read(stored))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("a roll-up cannot be read");
    }

    private static byte[] day(long day, int length, int... bytes) {
        var stored = ByteBuffer.allocate(12 + bytes.length).putLong(day).putInt(length);
        for (int each : bytes) {
            stored.put((byte) each);
        }
        return stored.array();
    }

    private static RollUpCell numbered(int count) {
        var cell = new RollUpCell();
        for (int number = 0; number < count; number++) {
            cell.add(Integer.toString(number, Character.MAX_RADIX), DAY, number % 2);
        }
        return cell;
    }

    @Test
    void whatIsStoredIsRead() throws SQLException {
        var values = read(numbered(5000).encode());
        assertThat(values).hasSize(5000);
        assertThat(values.get("2s")[0]).isOne();
        assertThat(values.get("2t")[1]).isOne();
    }

    /** A length that led back to the same day would be read for ever. */
    @Test
    void aDayThatDoesNotCountLeadsOnOnly() {
        for (int length : new int[] {-12, -1, 0, 2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            demandUnreadable(day(DAY + 1, length, 0));
            demandUnreadable(day(DAY, length, 0));
        }
    }

    @Test
    void aValueIsNotRepeated() throws SQLException {
        assertThat(read(day(DAY, 9, 0, 0, 1, 'a', 0, 1, 1, 'b', 0))).containsOnlyKeys("a", "ab");
        demandUnreadable(day(DAY, 8, 0, 0, 1, 'a', 0, 1, 0, 0));
    }

    /** A few bytes a value would otherwise take kilobytes each. */
    @Test
    void moreValuesThanALogHasAreNotRead() {
        var stored = numbered(300_000).encode();
        assertThat(stored).isNotEmpty();
        demandUnreadable(stored);
    }

    /** All these have one hash as strings, and as bytes. */
    @Test
    void valuesWhoseHashesCollideAreKeptApart() throws SQLException {
        var cell = new RollUpCell();
        for (int number = 0; number < 1 << 15; number++) {
            var value = new StringBuilder();
            for (int bit = 0; bit < 15; bit++) {
                value.append((number >> bit & 1) == 0 ? "Aa" : "BB");
            }
            cell.add(value.toString(), DAY, 0);
        }
        assertThat(read(cell.encode())).hasSize(1 << 15);
    }
}
