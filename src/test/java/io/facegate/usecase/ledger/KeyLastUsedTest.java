package io.facegate.usecase.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Filled;
import io.facegate.ledger.Sample;
import io.facegate.ledger.reading.RecordSearch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a key was last used is told from records that verify, and not at all where one does not. */
class KeyLastUsedTest {
    private static final String KEY = "AKIAFACEGATE0000001";

    @TempDir
    private Path data;

    @Test
    void aUsedKeyDoesNotLookUnusedBecauseARecordWasChanged() throws Exception {
        Filled.with(data, 2);
        try (var search = RecordSearch.open(data)) {
            var used = KeyLastUsed.newest(search, List.of(KEY, "AKIANONE"));
            assertThat(used).isEqualTo(Map.of(KEY, Sample.NOW.plusSeconds(1)));
            changeTheLast();
            var last = KeyLastUsed.newest(search, List.of(KEY)).get(KEY);
            assertThat(last).isEqualTo(KeyLastUsed.UNKNOWN);
            assertThat(KeyLastUsed.remark(last, Instant.now())).isEqualTo("last use not known");
        }
    }

    private void changeTheLast() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var read = connection.createStatement();
                var newest = read.executeQuery("SELECT first, lines FROM batch ORDER BY first DESC LIMIT 1");
                var update = connection.prepareStatement("UPDATE batch SET lines = ? WHERE first = ?")) {
            assertThat(newest.next()).isTrue();
            var lines = new String(newest.getBytes(2), StandardCharsets.UTF_8);
            var changed = lines.replaceFirst("\"time\":\"2", "\"time\":\"3");
            assertThat(changed).isNotEqualTo(lines);
            update.setBytes(1, changed.getBytes(StandardCharsets.UTF_8));
            update.setLong(2, newest.getLong(1));
            assertThat(update.executeUpdate()).isOne();
        }
    }
}
