package io.facegate.usecase.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationRecords;
import io.facegate.ledger.authorisation.AuthorisationSample;
import io.facegate.ledger.reading.RecordSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway itself does about authorisations: it records that time ran out, stops, wipes and suspends. */
class AuthorisationFollowerTest {
    @TempDir
    private Path data;

    private final List<String> suspended = new ArrayList<>();
    private final List<String> wiped = new ArrayList<>();
    private final Set<String> held = new HashSet<>();

    private boolean wipe(String decision) {
        return held.remove(decision) && wiped.add(decision);
    }

    private AuthorisationFollower follower(RecordSearch records, Ledger ledger) {
        return new AuthorisationFollower(
                records, ledger, new AuthorisationFollower.Duties(suspended::add, this::wipe, () -> Set.copyOf(held)));
    }

    private long recorded(String act) {
        return Records.of(data).stream()
                .filter(line -> line.contains("\"act\":\"" + act + '"'))
                .count();
    }

    private static boolean isStopped(AuthorisationFollower follower) {
        return follower.isStopped(Set.of("metro-pd"), "investigation");
    }

    @Test
    void aLapseIsRecordedOnceAndItsDutiesAreMet() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var follower = follower(records, ledger);
            assertThat(follower.isKnown()).isFalse();
            AuthorisationSample.permit(ledger, Instant.now().plus(Duration.ofHours(1)), "stop_on_rejection");
            follower.follow();
            assertThat(follower.isKnown()).isTrue();
            assertThat(isStopped(follower)).isFalse();
            var decision = AuthorisationSample.permit(
                    ledger,
                    Instant.now().minusSeconds(1),
                    "stop_on_rejection",
                    "purge_on_rejection",
                    "suspend_on_rejection");
            held.add(decision);
            follower.follow();
            follower.follow();
            assertThat(isStopped(follower)).isTrue();
            assertThat(follower.isStopped(Set.of("metro-pd"), "other")).isFalse();
            assertThat(follower.isStopped(Set.of("hope"), "investigation")).isFalse();
            assertThat(recorded("authorisation_lapse")).isEqualTo(1);
            assertThat(recorded("authorisation_suspend")).isEqualTo(1);
            assertThat(suspended).containsExactly("metro-pd");
            assertThat(wiped).containsExactly(decision);
            // A gateway that starts again knows it, and does nothing twice.
            var other = follower(records, ledger);
            other.follow();
            assertThat(isStopped(other)).isTrue();
            assertThat(suspended).hasSize(1);
            assertThat(recorded("authorisation_lapse")).isEqualTo(1);
            Ledger.administrate(data, AuthorisationSample.act(decision, AuthorisationAct.REQUEST_LIFT, "r.doe"));
            other.follow();
            assertThat(isStopped(other)).isTrue();
            Ledger.administrate(data, AuthorisationSample.act(decision, AuthorisationAct.CONFIRM_LIFT, "a.lee"));
            other.follow();
            assertThat(isStopped(other)).isFalse();
        }
    }

    @Test
    void aRejectionStopsAtTheNextReading() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var follower = follower(records, ledger);
            var decision =
                    AuthorisationSample.permit(ledger, Instant.now().plus(Duration.ofHours(1)), "stop_on_rejection");
            follower.follow();
            Ledger.administrate(data, AuthorisationSample.act(decision, AuthorisationAct.REJECT, "r.doe"));
            follower.follow();
            assertThat(isStopped(follower)).isTrue();
            assertThat(recorded("authorisation_lapse")).isZero();
        }
    }

    /** A vendor may answer after the failure, and a person may confirm before the gateway could wipe. */
    @Test
    void anAnswerIsWipedWheneverItArrives() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var follower = follower(records, ledger);
            var decision = AuthorisationSample.permit(ledger, Instant.now().minusSeconds(1), "purge_on_rejection");
            var other = AuthorisationSample.permit(ledger, Instant.now().minusSeconds(1), "stop_on_rejection");
            follower.follow();
            assertThat(wiped).isEmpty();
            held.addAll(List.of(decision, other));
            follower.follow();
            assertThat(wiped).containsExactly(decision);
            Ledger.administrate(data, AuthorisationSample.act(decision, AuthorisationAct.CONFIRM_DELETION, "r.doe"));
            held.add(decision);
            follower.follow();
            assertThat(wiped).containsExactly(decision, decision);
            held.add(decision);
            follower(records, ledger).follow();
            assertThat(held).containsExactly(other);
        }
    }

    @Test
    void aDutyThatFailsIsTriedAgainAndKeepsNothingFromTheOthers() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var past = Instant.now().minusSeconds(1);
            var away = AuthorisationSample.permit(ledger, past, "purge_on_rejection");
            var other = AuthorisationSample.permit(ledger, past, "purge_on_rejection", "suspend_on_rejection");
            var failing = new HashSet<>(Set.of(away));
            var follower = new AuthorisationFollower(
                    records,
                    ledger,
                    new AuthorisationFollower.Duties(
                            suspended::add,
                            decision -> !failing.contains(decision) && wipe(decision),
                            () -> Set.copyOf(held)));
            held.addAll(List.of(away, other));
            follower.follow();
            assertThat(wiped).containsExactly(other);
            assertThat(suspended).containsExactly("metro-pd");
            failing.clear();
            follower.follow();
            follower.follow();
            assertThat(wiped).containsExactly(other, away);
            assertThat(suspended).hasSize(1);
        }
    }

    @Test
    void aSuspensionThatFailedIsNotOnRecordAndKeepsNothingFromTheOthers() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var past = Instant.now().minusSeconds(1);
            AuthorisationSample.permit(ledger, past, "suspend_on_rejection");
            AuthorisationSample.permit(ledger, past, "suspend_on_rejection");
            var tries = new int[1];
            var follower = new AuthorisationFollower(
                    records, ledger, new AuthorisationFollower.Duties(id -> tries[0]++ > 0, this::wipe, Set::of));
            follower.follow();
            assertThat(recorded("authorisation_suspend")).isEqualTo(1);
            follower.follow();
            assertThat(recorded("authorisation_suspend")).isEqualTo(2);
        }
    }

    /** Version 0.1 asked for authorisations that nobody could file. */
    @Test
    void whatVersion01AskedForRaisesNothingByItself() {
        String old;
        try (var ledger = Ledger.open(data, LedgerSettings.defaults("0.1.0"))) {
            old = AuthorisationSample.permit(
                    ledger, Instant.now().minusSeconds(1), "stop_on_rejection", "purge_on_rejection");
        }
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var follower = follower(records, ledger);
            follower.follow();
            assertThat(recorded("authorisation_lapse")).isZero();
            assertThat(wiped).isEmpty();
            assertThat(isStopped(follower)).isFalse();
            assertThat(AuthorisationRecords.list(records)).isEmpty();
            Ledger.administrate(data, AuthorisationSample.act(old, AuthorisationAct.FILE, "r.doe"));
            Ledger.administrate(data, AuthorisationSample.act(old, AuthorisationAct.REJECT, "a.lee"));
            held.add(old);
            follower.follow();
            assertThat(isStopped(follower)).isTrue();
            assertThat(wiped).containsExactly(old);
        }
    }

    @Test
    void manyLapsesAreRecordedOverSomeReadings() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            for (int number = 0; number < 250; number++) {
                AuthorisationSample.permit(ledger, Instant.now().minusSeconds(1), "stop_on_rejection");
            }
            var follower = follower(records, ledger);
            follower.follow();
            assertThat(isStopped(follower)).isTrue();
            assertThat(recorded("authorisation_lapse")).isEqualTo(200);
            follower.follow();
            assertThat(recorded("authorisation_lapse")).isEqualTo(250);
        }
    }

    /** The search file is no record: who writes to it hides a failure only until it is built again. */
    @Test
    void whatTheSearchFileLeftOutIsFoundWhenItIsBuiltAgain() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            AuthorisationSample.permit(ledger, Instant.now().minusSeconds(1), "stop_on_rejection");
            try (var records = RecordSearch.open(data)) {
                assertThat(AuthorisationRecords.list(records)).hasSize(1);
            }
            try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("search.db"));
                    var change = file.createStatement()) {
                assertThat(change.executeUpdate("DELETE FROM posting WHERE term LIKE '%due%'"))
                        .isPositive();
            }
            try (var records = RecordSearch.open(data)) {
                var follower = follower(records, ledger);
                follower.follow();
                assertThat(isStopped(follower)).isFalse();
                for (var name : List.of("search.db", "search.db-wal", "search.db-shm")) {
                    Files.deleteIfExists(data.resolve(name));
                }
                follower.follow();
                assertThat(isStopped(follower)).isTrue();
            }
        }
    }
}
