package io.facegate.usecase.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.reading.Entries;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordFieldsTest {
    /** A gateway that takes a folder's reviewers along has nobody who did it: the reviewer did not. */
    @ParameterizedTest
    @CsvSource({
        "reviewer_add, , true",
        "reviewer_remove, , true",
        "reviewer_add, actor, true",
        "person_add, actor, true",
        "org_suspend, , false",
        "view, , false"
    })
    void thePersonOfAnActIsTheOneWhoDidItOrTheOneWhomItIsAbout(String act, String actor, boolean about) {
        var json = "{\"act\":\"" + act + "\",\"person\":\"p\"" + (actor == null ? "" : ",\"actor\":\"a\"") + '}';
        var record = Entries.of(0, json.getBytes(StandardCharsets.UTF_8), new byte[32]);
        assertThat(RecordFields.of(record, text -> text).isAboutPerson()).isEqualTo(about);
    }
}
