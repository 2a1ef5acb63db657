package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Judgement;
import io.facegate.ledger.record.Field;
import io.facegate.ledger.replay.Unfit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents name what records can hold and why they may not be replayable. */
class LedgerDocsTest {
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    @Test
    void everyFieldOfARecordIsListedAndNoOther() throws IOException {
        var doc = Files.readString(Path.of("docs/ledger.md"));
        assertThat(doc).contains("\"schema\":\"" + Judgement.SCHEMA + "\"");
        for (var field : Field.values()) {
            assertThat(doc).contains('`' + field.key() + '`');
        }
        var table = doc.split("\\| field of a DECISION \\|", 2)[1].split("\n\n", 2)[0];
        var known = Arrays.stream(Field.values()).map(Field::key).toList();
        table.lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            var first = CODE.matcher(line.split("\\|")[1]);
            while (first.find()) {
                assertThat(known).contains(first.group(1));
            }
        });
    }

    @Test
    void everyReasonNotToReplayIsListed() throws IOException {
        var doc = Files.readString(Path.of("docs/replay.md"));
        for (var unfit : Unfit.values()) {
            assertThat(doc).contains("| `" + unfit.name().toLowerCase(Locale.ROOT) + "` |");
        }
    }
}
