package io.facegate.usecase.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.Records;
import io.facegate.ledger.address.LedgerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of a trail that grows is compared again and again, and nothing that comes to it is left out in silence. */
class ContinuousReconcileTest extends LedgerAndTrail {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WINDOW = Duration.ofHours(6);

    @TempDir
    private Path folder;

    @BeforeEach
    void recordOneCall() throws Exception {
        detected("r-1");
        ledger.write(data);
        put("a.json", NOW, "r-1");
    }

    private void put(String name, Instant time, String request) throws IOException {
        Files.writeString(folder.resolve(name), """
                {"eventTime":"%s","eventSource":"rekognition.amazonaws.com","eventName":"DetectFaces",\
                "userIdentity":{"arn":"gateway"},"userAgent":"x","requestID":"%s","eventID":"e-%s"}
                """.formatted(time, request, request));
    }

    private Reconcile reconcile() {
        return new Reconcile(LedgerAddress.ofFolder(data), "m.roe");
    }

    private ContinuousReconcile watch(Instant from) {
        var trail = new ContinuousReconcile.Trail(
                TrailVendor.AWS, TrailLocation.of(folder.toString()), List.of(), WINDOW, null);
        return new ContinuousReconcile(reconcile(), trail, from);
    }

    private static Instant after(int minutes) {
        return NOW.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void whatComesBetweenTwoRunsIsComparedInTheSecond() throws Exception {
        var watch = watch(null);
        assertThat(watch.compare(after(20)).isClean()).isTrue();
        put("b.json", after(1), "r-2");
        var second = watch.compare(after(40));
        assertThat(second.findings().count(Finding.Kind.BYPASS)).isEqualTo(1);
        assertThat(second.trail().counts().late()).isZero();
        assertThat(watch.compare(after(60)).findings().count(Finding.Kind.BYPASS))
                .as("it is told as long as it is of the window")
                .isEqualTo(1);
    }

    /** Of calls just made, the ledger may have been read before their permits were written. */
    @Test
    void aCallOfTheLastFiveMinutesIsLeftToTheNextRun() throws Exception {
        put("b.json", after(18), "r-2");
        var watch = watch(null);
        assertThat(watch.compare(after(20)).isClean()).isTrue();
        assertThat(watch.compare(after(40)).findings().count(Finding.Kind.BYPASS))
                .isEqualTo(1);
    }

    @Test
    void aFileWithNothingOfThePeriodIsReadAgainOnlyIfItChanged() throws Exception {
        put("new.json", after(600), "r-2");
        var watch = watch(null);
        watch.compare(after(20));
        var second = watch.compare(after(610));
        assertThat(second.trail().counts().unchanged()).isEqualTo(1);
        assertThat(second.trail().files()).isEqualTo(2);
        var whole = reconcile()
                .compare(new Reconcile.Question(
                        TrailVendor.AWS,
                        TrailLocation.of(folder.toString()),
                        InputStream.nullInputStream(),
                        List.of(),
                        new Period(null, null)));
        assertThat(second.trail().digest()).isEqualTo(whole.trail().digest());

        Files.writeString(
                folder.resolve("a.json"),
                Files.readString(folder.resolve("a.json"))
                        + Files.readString(folder.resolve("new.json")).replace("r-2", "r-3"));
        var third = watch.compare(after(630));
        assertThat(third.trail().counts().unchanged()).isZero();
        assertThat(third.findings().count(Finding.Kind.BYPASS)).isEqualTo(2);
        assertThat(third.trail().digest()).isNotEqualTo(second.trail().digest());
    }

    /** A file that cannot be read whole is read each time, so that the trail does not become clean by waiting. */
    @Test
    void aDamagedFileIsNeverPassedOver() throws Exception {
        Files.writeString(folder.resolve("a.json"), Files.readString(folder.resolve("a.json")) + "{\n");
        put("new.json", after(600), "r-2");
        var watch = watch(null);
        assertThat(watch.compare(after(600)).trail().counts().unreadable()).isEqualTo(1);
        var second = watch.compare(after(610));
        assertThat(second.trail().counts().unreadable()).isEqualTo(1);
        assertThat(second.isTrailRead()).isFalse();
    }

    @Test
    void aFileThatComesAfterItsWindowIsToldAsLate() throws Exception {
        put("new.json", after(600), "r-2");
        var watch = watch(null);
        assertThat(watch.compare(after(605)).trail().counts().late())
                .as("files that were there before the first run are not late")
                .isZero();
        put("c.json", after(30), "r-3");
        var second = watch.compare(after(620));
        assertThat(second.trail().counts().late()).isEqualTo(1);
        assertThat(second.isTrailRead()).isFalse();
        assertThat(watch.compare(after(640)).trail().counts().late())
                .as("once is enough")
                .isZero();
    }

    /** A file that grows, is written anew, or could not be opened at first has calls that no run compared. */
    @Test
    void whatComesLateToAFileThatWasReadIsToldToo() throws Exception {
        put("b.json", after(30), "r-2");
        put("c.json", after(31), "r-3");
        Files.createSymbolicLink(folder.resolve("d.json"), folder.resolve("c.json"));
        put("new.json", after(600), "r-4");
        var watch = watch(null);
        assertThat(watch.compare(after(605)).trail().counts().late()).isZero();
        append("b.json", after(32), "r-5");
        assertThat(watch.compare(after(620)).trail().counts().late())
                .as("one was added")
                .isEqualTo(1);
        assertThat(watch.compare(after(625)).trail().counts().late()).isZero();
        append("b.json", after(610), "r-6");
        assertThat(watch.compare(after(630)).trail().counts().late())
                .as("the control: what is added is of the window")
                .isZero();
        put("b.json", after(33), "r-7");
        assertThat(watch.compare(after(640)).trail().counts().late())
                .as("fewer records than before: another file")
                .isEqualTo(1);
        Files.delete(folder.resolve("d.json"));
        put("d.json", after(34), "r-8");
        var last = watch.compare(after(650));
        assertThat(last.trail().counts().late()).isEqualTo(1);
        assertThat(last.isTrailRead()).isFalse();
    }

    private void append(String name, Instant time, String request) throws IOException {
        var before = Files.readString(folder.resolve(name));
        put(name, time, request);
        Files.writeString(folder.resolve(name), before + Files.readString(folder.resolve(name)));
    }

    /** Where not all files are remembered, a new one is not told from one that was there. */
    @Test
    void aTrailOfMoreFilesThanAreRememberedIsNotWhole() throws Exception {
        for (int most = 1; most <= 2; most++) {
            var known = new TrailFileCache(most);
            var question = new Reconcile.Question(
                    TrailVendor.AWS,
                    TrailLocation.of(folder.toString()),
                    InputStream.nullInputStream(),
                    List.of(),
                    new Period(NOW.minus(WINDOW), after(15)));
            assertThat(reconcile().compare(question, known, after(20)).isClean())
                    .isTrue();
            var second = reconcile().compare(question, known, after(20));
            assertThat(second.trail().counts().unreadable()).isEqualTo(most == 1 ? 1 : 0);
            assertThat(second.isTrailRead()).isEqualTo(most == 2);
        }
    }

    /** A wrong clock would say for ever that the trail is new. */
    @Test
    void aCallOfTheFutureIsToldAndIsNotTheNewest() throws Exception {
        put("b.json", after(100_000), "r-2");
        var watch = watch(null);
        for (int minutes : new int[] {20, 40}) {
            var counts = watch.compare(after(minutes)).trail().counts();
            assertThat(counts.newest()).isEqualTo(NOW);
            assertThat(counts.unreadable()).isEqualTo(1);
            assertThat(counts.damaged()).containsExactly("./b.json");
        }
        // The control: a clock that is a little wrong is not told.
        put("b.json", after(64), "r-2");
        var counts = watch.compare(after(60)).trail().counts();
        assertThat(counts.newest()).isEqualTo(after(64));
        assertThat(counts.unreadable()).isZero();
    }

    @Test
    void theFirstRunBeginsWhereItIsTold() throws Exception {
        put("b.json", after(1), "r-2");
        assertThat(watch(null).compare(after(1000)).findings().count(Finding.Kind.BYPASS))
                .isZero();
        var watch = watch(NOW);
        assertThat(watch.compare(after(1000)).findings().count(Finding.Kind.BYPASS))
                .isEqualTo(1);
        assertThat(watch.compare(after(1020)).findings().count(Finding.Kind.BYPASS))
                .isZero();
    }

    @Test
    void aRunThatFailsLeavesTheNextOneWhole() throws Exception {
        var watch = watch(null);
        watch.compare(after(20));
        var away = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-away"));
        Files.move(folder.resolve("a.json"), away.resolve("a.json"));
        assertThatThrownBy(() -> watch.compare(after(40))).isInstanceOf(IOException.class);
        Files.move(away.resolve("a.json"), folder.resolve("a.json"));
        put("b.json", after(1), "r-2");
        var third = watch.compare(after(60));
        assertThat(third.trail().files()).isEqualTo(2);
        assertThat(third.findings().count(Finding.Kind.BYPASS)).isEqualTo(1);
        Files.delete(away);
    }

    @Test
    void eachRunIsOnRecordWithItsPeriod() throws Exception {
        var watch = watch(null);
        watch.compare(after(20));
        watch.compare(after(40));
        assertThat(subjects("reconcile"))
                .hasSize(2)
                .allMatch(one -> one.startsWith("aws&") && one.endsWith("&round=0&undecided=0&unread=0&calls=1"));
        assertThat(subjects("view"))
                .containsExactly(
                        "reconcile&aws&from=2026-11-24T06:20:00Z&until=2026-11-24T12:15:00Z&principals=not_checked",
                        "reconcile&aws&from=2026-11-24T06:40:00Z&until=2026-11-24T12:35:00Z&principals=not_checked");
    }

    private List<String> subjects(String act) throws IOException {
        var found = new ArrayList<String>();
        for (var line : Records.of(data)) {
            var record = JSON.readTree(line);
            if (record.path("act").asText().equals(act)) {
                found.add(record.path("subject").asText());
            }
        }
        return found;
    }

    /** What the ledger sent last is compared with what the trail has, to see how late the trail is. */
    @Test
    void theNewestCallThatWasSentIsKnown() throws Exception {
        assertThat(watch(null).compare(after(20)).ledger().newestSent()).isEqualTo(NOW);
        assertThat(watch(null).compare(after(1000)).ledger().newestSent()).isNull();
    }
}
