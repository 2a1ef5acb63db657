package io.facegate.console.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.PageLanguage;
import io.facegate.policy.vocabulary.Language;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What ends first of every kind, however much waits. */
class WorkInboxTest {
    private static final Instant NOON = Instant.parse("2026-12-03T12:00:00Z");
    private static final PageLanguage ENGLISH = new PageLanguage(Language.EN, "/console/work");

    private static WorkRow row(String address, @Nullable Instant deadline) {
        return new WorkRow(address, "What", WorkRow.Detail.of(""), "", "", new WorkRow.Time("", "", deadline));
    }

    private static WorkSection part(String id, List<WorkRow> rows) {
        return new WorkSection(id, id, rows, "", "", "", "");
    }

    /** Reviews end at the even hours, authorisations at the odd ones, both listed backwards. */
    @Test
    void theTenThatEndFirstAreShownInTheirOrder() {
        var reviews = IntStream.rangeClosed(1, 9)
                .mapToObj(at -> row("/even/" + (20 - 2 * at), NOON.plusSeconds(3600L * (20 - 2 * at))))
                .toList();
        var authorisations = IntStream.rangeClosed(1, 9)
                .mapToObj(at -> row("/odd/" + (21 - 2 * at), NOON.plusSeconds(3600L * (21 - 2 * at))))
                .toList();
        var stops = List.of(row("/stop", null));
        var first = WorkInbox.endingFirst(
                ENGLISH,
                List.of(part("stops", stops), part("reviews", reviews), part("authorisations", authorisations)));
        assertThat(first.stream().map(WorkRow::address))
                .containsExactly(
                        "/even/2",
                        "/odd/3",
                        "/even/4",
                        "/odd/5",
                        "/even/6",
                        "/odd/7",
                        "/even/8",
                        "/odd/9",
                        "/even/10",
                        "/odd/11");
    }
}
