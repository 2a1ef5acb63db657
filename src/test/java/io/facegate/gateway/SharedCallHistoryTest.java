package io.facegate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.gateway.limits.SharedCallHistory;
import io.facegate.gateway.limits.SharedCallHistory.Member;
import io.facegate.gateway.limits.ValkeyAddress;
import io.facegate.gateway.limits.ValkeyCallHistory;
import io.facegate.gateway.limits.ValkeyScripts;
import io.facegate.identity.Caller;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.testkit.TestValkey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two gateways know of each other's calls, by a real Valkey. */
class SharedCallHistoryTest {
    private static final byte[] SECRET = "the same at both gateways".getBytes(UTF_8);
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private TestValkey valkey;
    private final List<ValkeyScripts> opened = new ArrayList<>();

    @BeforeEach
    void start() {
        valkey = TestValkey.start(folder);
    }

    @AfterEach
    void stop() {
        opened.forEach(ValkeyScripts::close);
        valkey.close();
    }

    private SharedCallHistory history(byte[] secret) {
        var scripts = new ValkeyScripts(ValkeyAddress.parse(valkey.url()), null, secret);
        opened.add(scripts);
        return new ValkeyCallHistory(scripts);
    }

    private AggregationDetector series(byte[] secret) {
        return new AggregationDetector(() -> 0, history(secret));
    }

    private RefusalShoppingDetector tries(byte[] secret) {
        return new RefusalShoppingDetector(() -> 0, history(secret));
    }

    @Test
    void comparisonsAtTwoGatewaysAddUp() {
        var one = series(SECRET);
        var two = series(SECRET);
        var apart = series("another".getBytes(UTF_8));
        for (int other = 1; other <= AggregationDetector.OTHERS; other++) {
            assertThat(compare(other % 2 == 0 ? one : two, 0, other)).isFalse();
        }
        assertThat(compare(one, 0, 1)).as("a pair again").isFalse();
        assertThat(compare(one, 0, 100)).isTrue();
        assertThat(compare(two, 100, 0)).as("on the other side").isTrue();
        assertThat(compare(one.alone(), 0, 101))
                .as("control: alone, it has counted half of them")
                .isFalse();
        assertThat(compare(apart, 0, 102)).as("control: other keys").isFalse();
    }

    @Test
    void searchesAtTwoGatewaysAddUp() {
        var one = series(SECRET);
        var two = series(SECRET);
        for (int frame = 0; frame < AggregationDetector.PICTURES; frame++) {
            assertThat(search(frame % 2 == 0 ? one : two)).isFalse();
        }
        assertThat(search(one)).isTrue();
        assertThat(search(two)).isTrue();
        assertThat(search(one.alone())).as("control").isFalse();
    }

    @Test
    void aFaceThatOneGatewayDetectedIsItsPictureAtTheOther() {
        var one = series(SECRET);
        var two = series(SECRET);
        for (int other = 0; other <= AggregationDetector.OTHERS; other++) {
            one.rememberFaces(Map.of("id" + other, picture(other), "other" + other, picture(100 + other)));
            assertThat(two.countAndCheckLimit(
                            caller("hope", "missing_child"),
                            new NormalizedRequest.CompareKept("id" + other, "other" + other, true)))
                    .as("each is of a picture of its own")
                    .isFalse();
        }
    }

    @Test
    void threeRefusalsAtTwoGatewaysBlockTheFourthWayAtBoth() {
        var one = tries(SECRET);
        var two = tries(SECRET);
        one.recordRefusal(caller("pd", "purpose1"), call(1), any -> false);
        two.recordRefusal(caller("pd", "purpose2"), call(1), any -> false);
        assertThat(one.isShopping(caller("pd", "purpose4"), call(1))).isFalse();
        one.recordRefusal(caller("pd", "purpose3"), call(1), any -> false);
        for (var gateway : List.of(one, two, tries(SECRET))) {
            assertThat(gateway.isShopping(caller("pd", "purpose4"), call(1))).isTrue();
            assertThat(gateway.describeBlock(caller("pd", "purpose4"), call(1), NOON))
                    .startsWith("Some of the refused calls were made at other gateways.");
            assertThat(gateway.isShopping(caller("pd", "purpose2"), call(1)))
                    .as("what was tried is judged again")
                    .isFalse();
            assertThat(gateway.isShopping(caller("pd", "purpose4"), call(2)))
                    .as("another picture")
                    .isFalse();
            assertThat(gateway.isShopping(caller("hope", "purpose4"), call(1)))
                    .as("another organisation")
                    .isFalse();
            assertThat(gateway.alone().isShopping(caller("pd", "purpose4"), call(1)))
                    .as("control")
                    .isFalse();
        }
    }

    @Test
    void nothingThatDependsOnAServerThatIsDownIsKnown() {
        var one = series(SECRET);
        var tries = tries(SECRET);
        valkey.kill();
        assertThatThrownBy(() -> compare(one, 0, 1)).isInstanceOf(Fault.LimitsDown.class);
        assertThatThrownBy(() -> search(one)).isInstanceOf(Fault.LimitsDown.class);
        assertThatThrownBy(() -> tries.isShopping(caller("pd", "purpose1"), call(1)))
                .isInstanceOf(Fault.LimitsDown.class);
        one.rememberFaces(Map.of("id", picture(0)));
        for (int way = 1; way <= RefusalShoppingDetector.WAYS; way++) {
            tries.recordRefusal(caller("pd", "purpose" + way), call(1), any -> false);
        }
        assertThat(tries.isShopping(caller("pd", "purpose4"), call(1)))
                .as("what it knows by itself blocks all the same")
                .isTrue();
    }

    @Test
    void numbersComeBackAsTheyWereKept() {
        var history = history(SECRET);
        var random = new Random(15);
        var numbers = new ArrayList<>(List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, (1L << 32) - 1));
        random.longs(300).forEach(numbers::add);
        history.put(
                numbers.stream().map(number -> new Member("n" + number, number)).toList(), MINUTE);
        for (long number : numbers) {
            assertThat(history.get("n" + number)).isEqualTo(OptionalLong.of(number));
        }
        assertThat(history.get("unknown")).isEmpty();
    }

    @Test
    void manySetsAreAskedInParts() {
        var history = history(SECRET);
        var members = new ArrayList<Member>();
        for (int set = 0; set < 300; set++) {
            members.add(new Member("set" + set, 7));
        }
        assertThat(history.add(members, 3, MINUTE)).hasSize(300).containsOnly(1L);
        assertThat(history.add(members.subList(0, 1), 3, MINUTE)).containsExactly(1L);
        history.add(List.of(new Member("set200", 8)), 3, MINUTE);
        var names = members.stream().map(Member::set).toList();
        assertThat(history.findFull(names, 2, 9)).isEqualTo(200);
        assertThat(history.findFull(names, 2, 8)).isEqualTo(-1);
        assertThat(history.findFull(List.of(), 2, 8)).isEqualTo(-1);
    }

    @Test
    void theServerLearnsNoNameAndForgets() throws Exception {
        var tries = tries(SECRET);
        tries.recordRefusal(caller("springfield-police", "suspect_identification"), call(1), any -> false);
        compare(series(SECRET), 0, 1);
        var keys = valkey.cli("keys", "*");
        assertThat(keys.lines()).hasSize(4).allMatch(key -> key.matches("\\{facegate}:[0-9a-f]{32}"));
        for (var key : keys.lines().toList()) {
            assertThat(valkey.cli("smembers", key)).matches("-?[0-9]+(\\R-?[0-9]+)*");
            assertThat(Integer.parseInt(valkey.cli("ttl", key))).isBetween(1, 3600);
        }
    }

    /** Somebody who controls the server can make it answer anything. */
    @Test
    void whatIsNoAnswerOfTheScriptsIsAFault() throws Exception {
        var history = history(SECRET);
        history.add(List.of(new Member("a", 1)), 3, MINUTE);
        var key = valkey.cli("keys", "*");
        valkey.cli("set", key, "a text");
        assertThatThrownBy(() -> history.add(List.of(new Member("a", 1)), 3, MINUTE))
                .isInstanceOf(Fault.LimitsDown.class);
        var again = history(SECRET);
        assertThatThrownBy(() -> again.get("a")).isInstanceOf(Fault.LimitsDown.class);
    }

    private static boolean compare(AggregationDetector series, int one, int other) {
        return series.countAndCheckLimit(
                caller("hope", "missing_child"), new NormalizedRequest.Compare(picture(one), picture(other), 0.8));
    }

    private static boolean search(AggregationDetector series) {
        return series.countAndCheckLimit(
                caller("hope", "missing_child"), new NormalizedRequest.SearchByPicture("gallery", picture(0), 0.8, 5));
    }

    private static Picture picture(int which) {
        return new Picture(new byte[] {(byte) which}, Picture.Format.PNG, 1, 1);
    }

    private static FaceCall call(int picture) {
        return new FaceCall(
                "rekognition",
                "DetectFaces",
                Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.Detect(picture(picture)),
                Map.of(),
                null);
    }

    private static Caller caller(String organisation, String purpose) {
        return TestCaller.of(TestOrganisation.of(organisation, "nonprofit")
                        .purposes(purpose)
                        .build())
                .purpose(purpose)
                .by("sigv4", "key-" + organisation)
                .build();
    }
}
