package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a change is made, and when it would overwrite somebody else's. */
class EntryVersionTest {
    private static final Map<String, Object> SEEN = Map.of("id", "hope", "status", "valid");

    @Test
    void aChangeNamesTheVersionThatItIsBasedOn() {
        var tag = '"' + EntryVersion.of(SEEN) + '"';
        assertThatCode(() -> EntryVersion.parse(tag, null).requireMatch(SEEN)).doesNotThrowAnyException();
        assertThatCode(() -> EntryVersion.parse("*", null).requireMatch(SEEN)).doesNotThrowAnyException();
        assertThatCode(() -> EntryVersion.parse("\"other\", " + tag, null).requireMatch(SEEN))
                .doesNotThrowAnyException();
        refused(412, () -> EntryVersion.parse("\"other\"", null).requireMatch(SEEN));
        refused(428, () -> EntryVersion.parse(null, null).requireMatch(SEEN));
        refused(412, () -> EntryVersion.parse(tag, "*").requireMatch(SEEN));
    }

    @Test
    void whatIsToBeChangedMustBeThere() {
        assertThatCode(() -> EntryVersion.parse(null, "*").requireAbsent()).doesNotThrowAnyException();
        refused(412, () -> EntryVersion.parse("*", null).requireAbsent());
    }

    @Test
    void timeAloneMakesNoVersion() {
        assertThat(EntryVersion.of(Map.of("id", "hope", "status", "expired"))).isEqualTo(EntryVersion.of(SEEN));
        assertThat(EntryVersion.of(Map.of("id", "hop", "status", "valid"))).isNotEqualTo(EntryVersion.of(SEEN));
    }

    private static void refused(int status, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        AdminProblem.class,
                        problem -> assertThat(problem.response().getStatus()).isEqualTo(status));
    }
}
