package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a change is made, and when it would overwrite somebody else's. */
class VersionPreconditionTest {
    private static final Map<String, Object> SEEN = Map.of("id", "hope", "status", "valid");

    @Test
    void aChangeNamesTheVersionThatItIsBasedOn() {
        var tag = '"' + VersionPrecondition.of(SEEN) + '"';
        assertThatCode(() -> VersionPrecondition.parse(tag, null).requireMatch(SEEN))
                .doesNotThrowAnyException();
        assertThatCode(() -> VersionPrecondition.parse("*", null).requireMatch(SEEN))
                .doesNotThrowAnyException();
        assertThatCode(() ->
                        VersionPrecondition.parse("\"other\", " + tag, null).requireMatch(SEEN))
                .doesNotThrowAnyException();
        refused(412, () -> VersionPrecondition.parse("\"other\"", null).requireMatch(SEEN));
        refused(428, () -> VersionPrecondition.parse(null, null).requireMatch(SEEN));
        refused(412, () -> VersionPrecondition.parse(tag, "*").requireMatch(SEEN));
    }

    @Test
    void whatIsToBeChangedMustBeThere() {
        assertThatCode(() -> VersionPrecondition.parse(null, "*").requireAbsent())
                .doesNotThrowAnyException();
        refused(412, () -> VersionPrecondition.parse("*", null).requireAbsent());
    }

    @Test
    void timeAloneMakesNoVersion() {
        assertThat(VersionPrecondition.of(Map.of("id", "hope", "status", "expired")))
                .isEqualTo(VersionPrecondition.of(SEEN));
        assertThat(VersionPrecondition.of(Map.of("id", "hop", "status", "valid")))
                .isNotEqualTo(VersionPrecondition.of(SEEN));
    }

    private static void refused(int status, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        AdminProblem.class,
                        problem -> assertThat(problem.response().getStatus()).isEqualTo(status));
    }
}
