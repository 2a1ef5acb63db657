package io.facegate.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.Caller;
import io.facegate.registry.Quota;
import io.facegate.registry.Quota.Rate;
import io.facegate.registry.Quota.Scope;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Quotas in the memory of one gateway. */
class CallLimiterTest {
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    static final Caller HOPE = caller("hope", "FGAK1");

    private final Clock clock = new Clock();

    /** A monotonic clock that stands still until it is moved. */
    static final class Clock implements TimeMeter {
        private long nanos = 1;

        void advance(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    static Caller caller(String organisation, String key) {
        return TestCaller.of(TestOrganisation.of(organisation, "nonprofit").build())
                .by("sigv4", key)
                .build();
    }

    static Quota rate(String organisation, double perSecond, long burst) {
        return new Quota(
                "quick",
                new Scope(organisation, null, null, null),
                new Rate(perSecond, burst),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    static Quota daily(String name, Scope scope, long calls) {
        return new Quota(name, scope, null, OptionalLong.of(calls), OptionalLong.empty());
    }

    static Quota daily(String organisation, long calls) {
        return daily("steady", new Scope(organisation, null, null, null), calls);
    }

    static FaceCall call(String vendor, Capability... capabilities) {
        return new FaceCall(
                vendor, "Op", Facts.of(Set.of(capabilities)), new NormalizedRequest.VendorSpecific(""), Map.of(), null);
    }

    private static final FaceCall VERIFY = call("rekognition", Capability.VERIFY);

    private CallLimiter limiter(Quota... quotas) {
        var limiter = new CallLimiter(null, 0, clock);
        limiter.use(new QuotaSet(List.of(quotas)));
        return limiter;
    }

    static int passed(CallLimiter limiter, Caller caller, FaceCall call, Instant now, int tries) {
        int passed = 0;
        for (int each = 0; each < tries; each++) {
            try {
                limiter.reserve(caller, call, now);
                passed++;
            } catch (Fault.QuotaExceeded full) {
                continue;
            }
        }
        return passed;
    }

    @Test
    void withoutAQuotaNothingIsCounted() {
        var limiter = limiter(daily("other", 1));
        for (int each = 0; each < 100; each++) {
            assertThat(limiter.admit(HOPE, NOON)).isEqualTo(QuotaStatus.NONE);
            assertThat(limiter.reserve(HOPE, VERIFY, NOON)).isSameAs(Reservation.NONE);
        }
    }

    @Test
    void aRatePassesItsBurstAndThenItsPace() {
        var limiter = limiter(rate("hope", 2, 3));
        for (int each = 0; each < 3; each++) {
            limiter.admit(HOPE, NOON);
        }
        assertThatThrownBy(() -> limiter.admit(HOPE, NOON)).isInstanceOfSatisfying(Fault.QuotaExceeded.class, full -> {
            assertThat(full.retryAfter()).isEqualTo(1);
            assertThat(full).hasMessageContaining("quick-second").hasMessageContaining("2 calls per second");
        });
        clock.advance(Duration.ofMillis(500));
        limiter.admit(HOPE, NOON);
        assertThatThrownBy(() -> limiter.admit(HOPE, NOON)).isInstanceOf(Fault.QuotaExceeded.class);
    }

    /** The calendar's clock may be wrong: a rate follows the monotonic one. */
    @Test
    void aRateDoesNotFollowAClockThatIsChanged() {
        var limiter = limiter(rate("hope", 1, 1));
        limiter.admit(HOPE, NOON);
        assertThatThrownBy(() -> limiter.admit(HOPE, NOON.plus(Duration.ofDays(400))))
                .isInstanceOf(Fault.QuotaExceeded.class);
    }

    @Test
    void aDayEndsAtMidnightInUtcAndAMonthOnItsFirst() {
        var limiter = limiter(
                new Quota("steady", new Scope("hope", null, null, null), null, OptionalLong.of(2), OptionalLong.of(3)));
        var late = Instant.parse("2026-11-30T23:59:59.999Z");
        assertThat(passed(limiter, HOPE, VERIFY, Instant.parse("2026-11-29T12:00:00Z"), 5))
                .isEqualTo(2);
        assertThat(passed(limiter, HOPE, VERIFY, late, 5)).isEqualTo(1);
        assertThatThrownBy(() -> limiter.reserve(HOPE, VERIFY, late))
                .isInstanceOfSatisfying(
                        Fault.QuotaExceeded.class,
                        full -> assertThat(full.retryAfter()).isEqualTo(1))
                .hasMessageContaining("2026-12-01T00:00:00Z");
        assertThat(passed(limiter, HOPE, VERIFY, late.plusMillis(1), 5)).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetBackMeetsTheCountOfThatDay() {
        var limiter = limiter(daily("hope", 2));
        assertThat(passed(limiter, HOPE, VERIFY, NOON, 5)).isEqualTo(2);
        assertThat(passed(limiter, HOPE, VERIFY, NOON.plus(Duration.ofDays(1)), 5))
                .isEqualTo(2);
        limiter.flush(NOON.plus(Duration.ofDays(1)), any -> {});
        assertThat(passed(limiter, HOPE, VERIFY, NOON, 5)).isZero();
        assertThat(passed(limiter, HOPE, VERIFY, NOON.plus(Duration.ofDays(1)), 5))
                .isZero();
    }

    @Test
    void countsThatEndedLongAgoAreForgotten() {
        var limiter = limiter(daily("hope", 1));
        assertThat(passed(limiter, HOPE, VERIFY, NOON, 5)).isEqualTo(1);
        limiter.flush(NOON.plus(Duration.ofDays(10)), any -> {});
        assertThat(passed(limiter, HOPE, VERIFY, NOON, 5)).isEqualTo(1);
    }

    @Test
    void whatIsGivenBackCanBeUsedOnceMore() {
        var limiter = limiter(daily("hope", 1));
        var reserved = limiter.reserve(HOPE, VERIFY, NOON);
        reserved.giveBack();
        reserved.giveBack();
        assertThat(passed(limiter, HOPE, VERIFY, NOON, 5)).isEqualTo(1);
    }

    /** A call that one budget refuses counts in none. */
    @Test
    void allBudgetsAreTakenOrNone() {
        var limiter = limiter(
                daily("wide", new Scope("hope", null, null, null), 2),
                daily("narrow", new Scope("hope", null, Capability.IDENTIFY, null), 0));
        assertThat(passed(limiter, HOPE, call("rekognition", Capability.IDENTIFY_RETRO), NOON, 10))
                .isZero();
        assertThat(passed(limiter, HOPE, VERIFY, NOON, 5)).isEqualTo(2);
    }

    @Test
    void quotasCountByOrganisationKeyCapabilityAndVendor() {
        var limiter = limiter(
                daily("each-key", new Scope(Quota.EACH, Quota.EACH, null, null), 2),
                daily("azure", new Scope("hope", null, null, "azure"), 1),
                daily("one-key", new Scope("hope", "FGAK9", null, null), 1));
        assertThat(passed(limiter, HOPE, call("azure", Capability.VERIFY), NOON, 5))
                .isEqualTo(1);
        assertThat(passed(limiter, HOPE, VERIFY, NOON, 5)).isEqualTo(1);
        assertThat(passed(limiter, caller("hope", "FGAK2"), VERIFY, NOON, 5)).isEqualTo(2);
        assertThat(passed(limiter, caller("hope", "FGAK9"), VERIFY, NOON, 5)).isEqualTo(1);
        assertThat(passed(limiter, caller("care", "FGAK1"), VERIFY, NOON, 5)).isEqualTo(2);
    }

    /** Otherwise a quota could be left by calling through a contractor. */
    @Test
    void whatAContractorCallsForAnOrganisationCountsForBoth() {
        var limiter = limiter(daily("hope", 3), daily("own", new Scope("helper", null, null, null), 2));
        var contractor = TestCaller.of(
                        TestOrganisation.of("helper", "contractor").build())
                .actingFor(HOPE.organisation())
                .by("sigv4", "FGAK7")
                .build();
        assertThat(passed(limiter, contractor, VERIFY, NOON, 5)).isEqualTo(2);
        assertThat(passed(limiter, HOPE, VERIFY, NOON, 5)).isEqualTo(1);
    }

    @Test
    void whatIsLeftIsToldWithoutCounting() {
        var limiter = limiter(new Quota(
                "all", new Scope("hope", null, null, null), new Rate(2, 4), OptionalLong.of(10), OptionalLong.of(100)));
        limiter.admit(HOPE, NOON);
        limiter.reserve(HOPE, VERIFY, NOON);
        for (int each = 0; each < 3; each++) {
            assertThat(limiter.left(HOPE, NOON).headers())
                    .containsExactly(
                            Map.entry(
                                    "RateLimit-Policy",
                                    "\"all-second\";q=4;w=2, \"all-day\";q=10;w=86400, \"all-month\";q=100;w=2592000"),
                            Map.entry(
                                    "RateLimit",
                                    "\"all-second\";r=3, \"all-day\";r=9;t=43200, \"all-month\";r=99;t=561600"));
        }
    }

    /** However many call at once, no more than the limit pass, and no fewer. */
    @Property(tries = 20)
    void neverMoreThanTheLimitPassesAtOnce(@ForAll @IntRange(min = 1, max = 200) int limit) throws Exception {
        var limiter = limiter(daily("hope", limit), rate("hope", 0.001, limit));
        var passed = new AtomicInteger();
        var admitted = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int each = 0; each < limit * 2 + 20; each++) {
                threads.submit(() -> {
                    passed.addAndGet(passed(limiter, HOPE, VERIFY, NOON, 1));
                    try {
                        limiter.admit(HOPE, NOON);
                        admitted.incrementAndGet();
                    } catch (Fault.QuotaExceeded full) {
                        return;
                    }
                });
            }
        }
        assertThat(passed).hasValue(limit);
        assertThat(admitted).hasValue(limit);
    }

    /** Whatever is reserved and given back in whatever order, what is held never exceeds the limit. */
    @Property(tries = 200)
    void whatIsHeldNeverExceedsTheLimit(@ForAll @Size(max = 60) List<@IntRange(max = 2) Integer> steps) {
        var limiter = limiter(daily("hope", 5));
        var held = new ArrayList<Reservation>();
        for (int step : steps) {
            if (step == 0 && !held.isEmpty()) {
                held.removeLast().giveBack();
            } else {
                try {
                    held.add(limiter.reserve(HOPE, VERIFY, NOON));
                } catch (Fault.QuotaExceeded full) {
                    assertThat(held).hasSize(5);
                }
            }
            assertThat(held).hasSizeLessThanOrEqualTo(5);
        }
    }

    /** A flood leaves ten records of single calls in a minute, and one count. */
    @Test
    void aFloodIsRecordedAsACount() {
        var limiter = limiter(rate("hope", 0.001, 1));
        limiter.admit(HOPE, NOON);
        int own = 0;
        for (int each = 0; each < 1000; each++) {
            try {
                limiter.admit(HOPE, NOON);
            } catch (Fault.QuotaExceeded full) {
                own += limiter.takeRecord(HOPE, full, NOON) ? 1 : 0;
            }
        }
        assertThat(own).isEqualTo(RefusedCallCounts.RECORDED);
        var records = new ArrayList<String>();
        limiter.flush(NOON.plusSeconds(59), records::add);
        assertThat(records).isEmpty();
        limiter.flush(NOON.plusSeconds(60), records::add);
        assertThat(records).containsExactly("quota_exceeded,hope,FGAK1,quick-second,2026-11-24T12:00:00Z,1000");
        limiter.flush(NOON.plusSeconds(120), records::add);
        assertThat(records).hasSize(1);
    }

    /** A ledger takes only a word of 128 plain characters; a count that is none would never be recorded. */
    @Test
    void aCountIsAWordThatTheLedgerTakes() {
        var long24 = "q".repeat(24);
        var limiter = limiter(daily(long24, new Scope(Quota.EACH, Quota.EACH, null, null), 0));
        passed(
                limiter,
                caller("o".repeat(64), "https://issuer.example/a b\"\\\u00e9," + "k".repeat(200)),
                VERIFY,
                NOON,
                3);
        var records = new ArrayList<String>();
        limiter.flush(NOON.plusSeconds(60), records::add);
        assertThat(records)
                .singleElement()
                .asString()
                .matches("[!-~&&[^\"\\\\]]{20,128}")
                .endsWith(",3");
        assertThat(records.getFirst().split(",")).hasSize(6);
    }

    @Test
    void aCountThatCouldNotBeRecordedIsRecordedLater() {
        var limiter = limiter(daily("hope", 0));
        passed(limiter, HOPE, VERIFY, NOON, 7);
        assertThatThrownBy(() -> limiter.flush(NOON.plusSeconds(60), any -> {
                    throw new Fault.LedgerDown("down");
                }))
                .isInstanceOf(Fault.LedgerDown.class);
        var records = new ArrayList<String>();
        limiter.flush(NOON.plusSeconds(61), records::add);
        assertThat(records).singleElement().asString().endsWith(",7");
    }
}
