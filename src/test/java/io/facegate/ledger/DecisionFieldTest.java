package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.record.RecordField;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionFieldTest {
    @Test
    void fieldsStandInTheOrderInWhichARecordHoldsThem() {
        assertThat(Arrays.stream(DecisionField.values())
                        .map(field -> RecordField.valueOf(field.name()))
                        .map(RecordField::key))
                .isSorted();
    }

    @Test
    void everyNoteHasASentenceInEachLanguage() {
        for (var language : Language.values()) {
            var phrases = new MessageBundle("io.facegate.ledger.narrative.narrative", language);
            assertThat(DecisionRecord.notes())
                    .contains(RecordField.HOSTS)
                    .allSatisfy(note -> assertThat(phrases.has("note." + note.key()))
                            .as(note + " in " + language)
                            .isTrue());
        }
    }

    @Test
    void aReplayTakesOnlyNotesAndOnlyValuesThatANoteCanHave() {
        assertThat(DecisionField.recorded(Map.of("hosts", List.of("a.example"), "purpose", "x", "rule", 7L)))
                .isEqualTo(Map.of("hosts", List.of("a.example")));
        for (var wrong : List.of(List.of(1L), Map.of("a", "b"), true)) {
            assertThatThrownBy(() -> DecisionField.recorded(Map.of("hosts", wrong)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
