package io.facegate.usecase.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.policy.vocabulary.Language;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.Proposal;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.overview.UpcomingEnd.Kind;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reminder is recorded once, and not lost where it could not be recorded at first. */
class RemindersTest {
    @TempDir
    private Path data;

    @Test
    void aReminderThatCouldNotBeRecordedIsRecordedLater() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var reminders = new Reminders(records, failingOnce(ledger), new Damaged(), data);
            assertThatThrownBy(reminders::remind).isInstanceOf(Fault.LedgerDown.class);
            assertThat(reminders.remind()).containsExactly("log:4");
            assertThat(reminders.remind()).isEmpty();
        }
    }

    /** Each of two that end on one day is a reminder, and a key beside them is another. */
    @Test
    void aPersonsCertificateIsRemindedOfWithoutThePerson() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var day = ledger.clock().now().plus(Duration.ofDays(20)).truncatedTo(ChronoUnit.DAYS);
            var ends = List.of(
                    certificate("m.roe", "ab", day),
                    certificate("b.doe", "cd", day.plusSeconds(9)),
                    new UpcomingEnd(Kind.KEY, "hope", "k1", day));
            var date = day.toString().substring(0, 10);
            var made = new Reminders(records, ledger, new Ending(ends), data).remind();
            assertThat(made).hasSize(3).contains("end:key:hope:k1:" + date + ":30d");
            assertThat(made)
                    .filteredOn(one -> one.startsWith("end:person"))
                    .allSatisfy(one -> assertThat(one).matches("end:person_certificate::[0-9a-f]{16}:" + date + ":30d"))
                    .noneMatch(one -> one.contains("ab".repeat(8)) || one.contains("roe"));
            assertThat(new Reminders(records, ledger, new Ending(ends), data).remind())
                    .as("after a restart")
                    .isEmpty();
        }
    }

    /** A certificate that takes the place of another one, and ends on the same day, is announced too. */
    @Test
    void aCertificateInTheOthersPlaceIsAnnouncedAgain() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var day = ledger.clock().now().plus(Duration.ofDays(20)).truncatedTo(ChronoUnit.DAYS);
            var first = remind(records, ledger, certificate("m.roe", "ab", day));
            var second = remind(records, ledger, certificate("m.roe", "cd", day));
            assertThat(first).hasSize(1);
            assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
            assertThat(remind(records, ledger, certificate("m.roe", "ab", day))).isEmpty();
        }
    }

    /** Only what needs the key waits for it, and that something does is not hidden. */
    @Test
    void withoutTheLedgersKeyAllElseIsRemindedOf() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var day = ledger.clock().now().plus(Duration.ofDays(20)).truncatedTo(ChronoUnit.DAYS);
            var ends = List.of(certificate("m.roe", "ab", day), new UpcomingEnd(Kind.KEY, "hope", "k1", day));
            var folder = Files.createDirectory(data.resolve("without"));
            var reminders = new Reminders(records, ledger, new Ending(ends), folder);
            assertThatThrownBy(reminders::remind).isInstanceOf(UncheckedIOException.class);
            var query = RecordQuery.matchAll(10).withFacet(SearchFacet.ACT, Reminders.ACT);
            assertThat(records.find(query))
                    .singleElement()
                    .satisfies(record ->
                            assertThat(record.fields().path("subject").asText()).startsWith("end:key:hope:k1:"));
            Files.copy(data.resolve(LedgerKeyFile.NAME), folder.resolve(LedgerKeyFile.NAME));
            assertThat(reminders.remind()).singleElement().asString().startsWith("end:person_certificate:");
        }
    }

    /** An answered one is not announced, and one that waits again is announced again. */
    @Test
    void anAppealThatWaitsThreeDaysIsRemindedOf() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var waiting = file(ledger, AppealAct.FILED, UUID.randomUUID().toString(), 4);
            file(ledger, AppealAct.FILED, UUID.randomUUID().toString(), 2);
            file(
                    ledger,
                    AppealAct.REJECTED,
                    file(ledger, AppealAct.FILED, UUID.randomUUID().toString(), 4),
                    4);
            var made = remindOfAppeals(records, ledger);
            assertThat(made).singleElement().asString().startsWith("appeal:" + waiting + ':');
            assertThat(remindOfAppeals(records, ledger)).isEmpty();
            var record = records.find(RecordQuery.matchAll(1).withFacet(SearchFacet.ACT, Reminders.ACT))
                    .getFirst();
            var notice = new NoticeWriter(records, Language.EN).write(record);
            assertThat(notice.type()).isEqualTo("reminder.appeal");
            assertThat(notice.text()).contains(waiting);
            assertThat(notice.data()).containsEntry("decision", waiting);
            file(ledger, AppealAct.NEEDS_INFORMATION, waiting, 4);
            assertThat(remindOfAppeals(records, ledger)).isEmpty();
            file(ledger, AppealAct.FILED, waiting, 4);
            assertThat(remindOfAppeals(records, ledger))
                    .singleElement()
                    .asString()
                    .startsWith("appeal:" + waiting + ':')
                    .isNotIn(made);
        }
    }

    @Test
    void aReminderOfAnAppealThatCouldNotBeRecordedIsRecordedAtTheNextLook() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            file(ledger, AppealAct.FILED, UUID.randomUUID().toString(), 4);
            var reminders = new Reminders(records, failingOnce(ledger), new Ending(List.of()), data);
            assertThatThrownBy(reminders::remind).isInstanceOf(Fault.LedgerDown.class);
            assertThat(reminders.remind()).hasSize(1);
        }
    }

    /** Records a step some days ago; returns the decision. */
    private static String file(Ledger ledger, AppealAct act, String decision, int days) {
        ledger.recordAct(new Administrative(act.act(), decision, Instant.now().minus(Duration.ofDays(days))));
        return decision;
    }

    private List<String> remindOfAppeals(RecordSearch records, Ledger ledger) {
        return new Reminders(records, ledger, new Ending(List.of()), data).remind();
    }

    private List<String> remind(RecordSearch records, Ledger ledger, UpcomingEnd end) {
        return new Reminders(records, ledger, new Ending(List.of(end)), data).remind();
    }

    private static UpcomingEnd certificate(String person, String hex, Instant end) {
        return new UpcomingEnd(Kind.PERSON_CERTIFICATE, person, hex.repeat(32), end);
    }

    private static Ledger failingOnce(Ledger ledger) {
        var left = new int[] {1};
        return (Ledger) Proxy.newProxyInstance(
                RemindersTest.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("recordAct") && left[0]-- > 0) {
                        throw new Fault.LedgerDown("The disk is full.");
                    }
                    try {
                        return method.invoke(ledger, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    /** That ends, and nothing else is due. */
    private static final class Ending extends Damaged {
        private final List<UpcomingEnd> ends;

        private Ending(List<UpcomingEnd> ends) {
            this.ends = ends;
        }

        @Override
        public List<UpcomingEnd> ends(Instant now) {
            return ends;
        }

        @Override
        public List<Long> notWhole() {
            return List.of();
        }
    }

    /** Nothing is due, but the fourth record does not verify. */
    private static class Damaged implements Reminders.Sources {
        @Override
        public List<Authorisation> authorisations(Instant now) {
            return List.of();
        }

        @Override
        public List<HeldResponse> reviews(Instant now) {
            return List.of();
        }

        @Override
        public List<Proposal> proposals() {
            return List.of();
        }

        @Override
        public List<UpcomingEnd> ends(Instant now) {
            return List.of();
        }

        @Override
        public List<Long> notWhole() {
            return List.of(4L);
        }
    }
}
