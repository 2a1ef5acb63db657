package io.facegate.patches;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.Ran;
import io.facegate.cli.policy.PolicyShell;
import io.facegate.ledger.Sample;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of the field that the stored patch adds; {@link StoredPatchTest} runs it where it is applied. */
class AddedRecordField {
    private static final String PACK = """
        pack: a
        title: A test
        binds: Everybody.
        rules:
          - {id: r, effect: permit, match: {purpose: missing_child, capability: detect}}
        """;

    @TempDir
    private Path folder;

    private RecordedOnce recorded;
    private String record;

    @BeforeEach
    void write() throws Exception {
        new PolicyShell(folder).write("a.yaml", PACK);
        var question = Sample.asked();
        var permit =
                (Decision.Permit) PolicyEngine.load(folder).decide(question.caller(), question.call(), question.now());
        recorded = new RecordedOnce(folder);
        record = recorded.permitted(permit);
    }

    /** What is repeated stands in no other field: the parameters of a call are on no record. */
    @Test
    void itIsRecordedValidAndReplayedToTheByte() throws Exception {
        assertThat(record).contains("\"parameters\":1");
        recorded.assertValid();
        recorded.assertReplays();
    }

    @Test
    void itIsToldInBothLanguages() {
        assertThat(recorded.told().getFirst()).contains("The request had one parameter.");
        assertThat(recorded.told().getLast()).contains("La requête avait un paramètre.");
    }

    @Test
    void theRecordIsFoundAndShownWithIt() {
        var data = folder.resolve("data");
        var found = Ran.ledger(data, "search", "--json", "--where", "verdict=permit");
        assertThat(found.out()).as(found.err()).contains("\"parameters\":1");
        assertThat(Ran.ledger(data, "verify").code()).isZero();
    }
}
