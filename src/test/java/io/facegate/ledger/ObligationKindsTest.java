package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.ObligationType;
import io.facegate.call.ObligationType.Bound;
import io.facegate.call.Obligations.Kind;
import io.facegate.ledger.record.RecordField;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a declared obligation must have so that everything that goes over the declarations can take it. */
class ObligationKindsTest {
    @ParameterizedTest
    @EnumSource
    void valuesWithASizeAreBoundAndOthersAddUp(Kind kind) {
        boolean adds = kind.type().isSet() || kind.type() == ObligationType.FLAG;
        assertThat(kind.bound() == Bound.ALL).isEqualTo(adds);
    }

    @Test
    void eachHasAFieldOfItsOwnInTheRecord() {
        assertThat(Kind.values())
                .extracting(kind -> RecordField.fromKey(kind.recordKey()))
                .doesNotHaveDuplicates();
    }

    /** Duties are told by the titles of their words. */
    @ParameterizedTest
    @EnumSource
    void eachHasASentenceInEachLanguage(Kind kind) {
        for (var language : Language.values()) {
            var phrases = new MessageBundle("io.facegate.ledger.narrative.narrative", language);
            assertThat(phrases.has("obligation." + kind.recordKey())).isEqualTo(kind.type() != ObligationType.DUTIES);
            assertThat(phrases.has("obligation.none." + kind.recordKey()))
                    .isEqualTo(kind.type() == ObligationType.PERIOD);
        }
    }
}
