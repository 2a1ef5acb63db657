package io.facegate.ledger.authorisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.store.SaltFile;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger records a step of an authorisation only if it is possible, and two people where it takes two. */
class AuthorisationActsTest {
    @TempDir
    private Path data;

    private static Instant in(int hours) {
        return Instant.now().plus(Duration.ofHours(hours));
    }

    private void done(String decision, AuthorisationAct act, String person) {
        Ledger.administrate(data, AuthorisationSample.act(decision, act, person));
    }

    private void refused(String decision, AuthorisationAct act, String person, String why) {
        assertThatThrownBy(() -> done(decision, act, person))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining(why);
    }

    private AuthorisationStatus status(String decision) {
        try (var records = RecordSearch.open(data)) {
            return AuthorisationRecords.find(records, decision).orElseThrow().at(Instant.now());
        }
    }

    @Test
    void whatWasFiledIsGrantedByAnotherPerson() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var decision = AuthorisationSample.permit(ledger, in(24), "stop_on_rejection");
            refused(decision, AuthorisationAct.GRANT, "a.lee", "Only what was filed in time can be granted");
            done(decision, AuthorisationAct.FILE, "r.doe");
            refused(decision, AuthorisationAct.FILE, "r.doe", "It is filed once");
            refused(decision, AuthorisationAct.GRANT, "r.doe", "r.doe was the first");
            assertThat(status(decision).state()).isEqualTo(AuthorisationState.FILED);
            done(decision, AuthorisationAct.GRANT, "a.lee");
            assertThat(status(decision).state()).isEqualTo(AuthorisationState.GRANTED);
            done(decision, AuthorisationAct.REJECT, "r.doe");
            assertThat(status(decision).isStopped()).isTrue();
        }
    }

    @Test
    void aStopTakesTwoPeopleToEnd() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var decision = AuthorisationSample.permit(ledger, in(-1), "stop_on_rejection", "purge_on_rejection");
            assertThat(status(decision).state()).isEqualTo(AuthorisationState.LAPSED);
            refused(decision, AuthorisationAct.FILE, "r.doe", "lapsed");
            refused(decision, AuthorisationAct.LAPSE, "r.doe", "A gateway alone");
            refused(decision, AuthorisationAct.CONFIRM_LIFT, "a.lee", "Nobody asked");
            done(decision, AuthorisationAct.REQUEST_LIFT, "r.doe");
            refused(decision, AuthorisationAct.REQUEST_LIFT, "a.lee", "nobody has asked");
            refused(decision, AuthorisationAct.CONFIRM_LIFT, "r.doe", "second person");
            assertThat(status(decision).isStopped()).isTrue();
            done(decision, AuthorisationAct.CONFIRM_LIFT, "a.lee");
            assertThat(status(decision).isStopped()).isFalse();
            assertThat(status(decision).isOpen(AuthorisationDuty.PURGE)).isTrue();
            done(decision, AuthorisationAct.CONFIRM_DELETION, "r.doe");
            assertThat(status(decision).isOpen(AuthorisationDuty.PURGE)).isFalse();
        }
    }

    /** Another gateway of a shared ledger has not the salts: it cannot tell who was first, so it refuses. */
    @Test
    void whereTheFirstPersonIsNotKnownNobodyIsTheSecond() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var decision = AuthorisationSample.permit(ledger, in(24));
            done(decision, AuthorisationAct.FILE, "r.doe");
            String record;
            try (var records = RecordSearch.open(data)) {
                record = AuthorisationRecords.find(records, decision)
                        .orElseThrow()
                        .steps()
                        .getFirst()
                        .id();
            }
            try (var salts = SaltFile.open(data)) {
                salts.erase(List.of(record));
            }
            refused(decision, AuthorisationAct.GRANT, "a.lee", "not kept here");
            done(decision, AuthorisationAct.REJECT, "a.lee");
        }
    }

    @Test
    void whatNeedsNoAuthorisationHasNone() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            refused("01a21486-3fa5-74f1-89be-b1104167d4c8", AuthorisationAct.FILE, "r.doe", "No decision with that id");
            var plain = ledger.recordPermit(Sample.asked(Instant.now()), Sample.permit())
                    .decision();
            refused(plain, AuthorisationAct.FILE, "r.doe", "No decision with that id");
        }
    }

    /** Calls after the time limit of a use: what became of the earlier ones speaks for them. */
    @Test
    void aLaterCallOfAUseNeedsNoAuthorisationOfItsOwn() throws InterruptedException {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var due = Instant.now().plusMillis(400);
            var first = AuthorisationSample.permit(ledger, due, "stop_on_rejection");
            while (!Instant.now().isAfter(due)) {
                Thread.sleep(20);
            }
            var later = AuthorisationSample.permit(ledger, due, "stop_on_rejection");
            var other = AuthorisationSample.permit(ledger, due.minusSeconds(60), "stop_on_rejection");
            var index = new AuthorisationIndex();
            index.read(records);
            assertThat(index.list()).extracting(Authorisation::decision).containsExactlyInAnyOrder(first, other);
            assertThat(AuthorisationRecords.find(records, later)).isEmpty();
            assertThat(AuthorisationRecords.find(records, other)).isPresent();
            done(first, AuthorisationAct.REQUEST_LIFT, "r.doe");
            done(first, AuthorisationAct.CONFIRM_LIFT, "a.lee");
            done(other, AuthorisationAct.REQUEST_LIFT, "r.doe");
            done(other, AuthorisationAct.CONFIRM_LIFT, "a.lee");
            AuthorisationSample.permit(ledger, due, "stop_on_rejection");
            index.read(records);
            assertThat(index.list())
                    .hasSize(2)
                    .noneMatch(one -> one.at(Instant.now()).isStopped());
        }
    }

    /** The index adds what is new, and finds what was there when it began. */
    @Test
    void theIndexFollows() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var index = new AuthorisationIndex();
            var first = AuthorisationSample.permit(ledger, in(24), Duration.ofHours(1));
            index.read(records);
            index.read(records);
            var second = AuthorisationSample.permit(ledger, in(2));
            for (int more = 0; more < 210; more++) {
                AuthorisationSample.permit(ledger, in(48));
            }
            done(first, AuthorisationAct.FILE, "r.doe");
            index.read(records);
            assertThat(index.list())
                    .hasSize(212)
                    .first()
                    .extracting(Authorisation::decision)
                    .isEqualTo(second);
            var filed = index.find(first).orElseThrow();
            assertThat(filed.at(Instant.now()).deadline()).isBetween(in(0), in(1));
            assertThat(filed.at(in(2)).state()).isEqualTo(AuthorisationState.LAPSED);
            done(first, AuthorisationAct.GRANT, "a.lee");
            index.read(records);
            assertThat(index.unsettled(Instant.now())).hasSize(211);
            assertThat(AuthorisationRecords.list(records)).hasSize(212);
        }
    }

    /** A reading each second must not cost more than a look while nobody needs an authorisation. */
    @Test
    void ordinaryDecisionsAreNotRead() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var records = RecordSearch.open(data)) {
            var pages = new AtomicInteger();
            var watched = countingPages(records, pages);
            var index = new AuthorisationIndex();
            AuthorisationSample.permit(ledger, in(24));
            index.read(watched);
            pages.set(0);
            for (int round = 0; round < 3; round++) {
                ledger.refuse(Sample.asked(), Sample.refuse());
                index.read(watched);
            }
            assertThat(pages).hasValue(0);
            assertThat(index.list()).hasSize(1);
            var next = records.indexLag().taken();
            assertThat(records.anySince(1, AuthorisationRecords.queries())).isFalse();
            AuthorisationSample.permit(ledger, in(24));
            index.read(watched);
            assertThat(pages.get()).isPositive();
            assertThat(index.list()).hasSize(2);
            assertThat(records.anySince(next, AuthorisationRecords.queries())).isTrue();
            assertThat(records.anySince(next + 1, AuthorisationRecords.queries()))
                    .isFalse();
        }
    }

    private static RecordSearch countingPages(RecordSearch records, AtomicInteger pages) {
        return (RecordSearch) Proxy.newProxyInstance(
                RecordSearch.class.getClassLoader(), new Class<?>[] {RecordSearch.class}, (_, method, arguments) -> {
                    if (List.of("page", "find").contains(method.getName())) {
                        pages.incrementAndGet();
                    }
                    return method.invoke(records, arguments);
                });
    }
}
