package io.facegate.gateway.limits;

import static io.facegate.gateway.limits.CallLimiterTest.HOPE;
import static io.facegate.gateway.limits.CallLimiterTest.NOON;
import static io.facegate.gateway.limits.CallLimiterTest.call;
import static io.facegate.gateway.limits.CallLimiterTest.daily;
import static io.facegate.gateway.limits.CallLimiterTest.passed;
import static io.facegate.gateway.limits.CallLimiterTest.rate;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.Ports;
import io.facegate.SelfSigned;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.registry.Quota;
import io.facegate.testkit.TestValkey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two gateways that count together in a real Valkey. */
class ValkeyCountersTest {
    private static final byte[] SECRET = "the same at both gateways".getBytes(UTF_8);
    private static final FaceCall VERIFY = call("rekognition", Capability.VERIFY);
    /** Valkey forgets counts of days that ended. */
    private static final Instant TODAY = Instant.now();

    @TempDir
    private Path data;

    private TestValkey valkey;
    private CallLimiter one;
    private CallLimiter other;

    @BeforeEach
    void start() {
        valkey = TestValkey.start(data);
        one = limiter(0);
        other = limiter(0);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        valkey.close();
    }

    private CallLimiter limiter(double fallback) {
        return new CallLimiter(counters(valkey.url()), fallback);
    }

    /** A busy machine must decide nothing here. */
    private static ValkeyCounters counters(String url) {
        return counters(url, null, SECRET);
    }

    private static ValkeyCounters counters(String url, String password, byte[] secret) {
        return new ValkeyCounters(new ValkeyScripts(
                ValkeyAddress.parse(url), password, secret, 20_000, ValkeyCountersTest::trustOfTheJvm));
    }

    private static SSLSocketFactory trustOfTheJvm() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    /** As it runs, with little patience. */
    private static CallLimiter impatient(String url) {
        return new CallLimiter(new ValkeyCounters(new ValkeyScripts(ValkeyAddress.parse(url), null, SECRET)), 0);
    }

    private void use(Quota... quotas) {
        one.use(new QuotaSet(List.of(quotas)));
        other.use(new QuotaSet(List.of(quotas)));
    }

    @Test
    void aBudgetHoldsForBothTogether() {
        use(daily("hope", 10));
        assertThat(passed(one, HOPE, VERIFY, TODAY, 7)).isEqualTo(7);
        assertThat(passed(other, HOPE, VERIFY, TODAY, 7)).isEqualTo(3);
        assertThat(passed(one, HOPE, VERIFY, TODAY, 7)).isZero();
        assertThat(one.left(HOPE, TODAY).limits())
                .singleElement()
                .satisfies(left -> assertThat(left.remaining()).isZero());
    }

    /** The control: with another key they count apart, so it is Valkey that holds them together. */
    @Test
    void gatewaysWithoutACommonKeyCountApart() {
        use(daily("hope", 10));
        try (var stranger = new CallLimiter(counters(valkey.url(), null, "another".getBytes(UTF_8)), 0)) {
            stranger.use(one.quotas());
            assertThat(passed(one, HOPE, VERIFY, TODAY, 12)).isEqualTo(10);
            assertThat(passed(stranger, HOPE, VERIFY, TODAY, 12)).isEqualTo(10);
        }
    }

    @Test
    void aRateHoldsForBothTogether() {
        use(rate("hope", 0.01, 6));
        int admitted = 0;
        for (int each = 0; each < 10; each++) {
            admitted += admits(one) ? 1 : 0;
            admitted += admits(other) ? 1 : 0;
        }
        assertThat(admitted).isEqualTo(6);
    }

    @Test
    void aRateFlowsAgainAtItsPace() {
        use(rate("hope", 20, 1));
        assertThat(admits(one)).isTrue();
        assertThat(admits(other)).isFalse();
        Await.until(() -> admits(other));
    }

    private static boolean admits(CallLimiter limiter) {
        try {
            limiter.admit(HOPE, NOON);
            return true;
        } catch (Fault.QuotaExceeded full) {
            return false;
        }
    }

    @Test
    void underConcurrencyExactlyTheLimitPassesAtBothTogether() {
        use(daily("hope", 200), rate("hope", 0.001, 150));
        var passed = new AtomicInteger();
        var admitted = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(12)) {
            for (int each = 0; each < 500; each++) {
                var limiter = each % 2 == 0 ? one : other;
                threads.submit(() -> {
                    passed.addAndGet(passed(limiter, HOPE, VERIFY, TODAY, 1));
                    admitted.addAndGet(admits(limiter) ? 1 : 0);
                });
            }
        }
        assertThat(passed).hasValue(200);
        assertThat(admitted).hasValue(150);
    }

    @Test
    void whatIsGivenBackAtOneCanBeUsedAtTheOther() {
        use(daily("hope", 1));
        var reserved = one.reserve(HOPE, VERIFY, TODAY);
        assertThat(passed(other, HOPE, VERIFY, TODAY, 1)).isZero();
        reserved.giveBack();
        Await.until(() -> passed(other, HOPE, VERIFY, TODAY, 1) == 1);
    }

    /** As deploy/compose.yaml starts it. The gateway that counted is gone, so nobody tells the server again. */
    @Test
    void aServerThatWritesBeforeItAnswersKnowsEachCountAfterItWasKilled() throws IOException {
        assertThat(Files.readString(Path.of("deploy/compose.yaml")))
                .contains("--appendonly, \"yes\", --appendfsync, always");
        assertThat(passesAfterAKill("kept", "--appendonly", "yes", "--appendfsync", "always"))
                .isEqualTo(2);
        assertThat(passesAfterAKill("lost"))
                .as("the control: nothing is on disk")
                .isEqualTo(5);
    }

    /** Three of five pass; then how many more, after the server was killed and started again. */
    private int passesAfterAKill(String folder, String... options) throws IOException {
        try (var server = TestValkey.start(Files.createDirectory(data.resolve(folder)), options)) {
            var quotas = new QuotaSet(List.of(daily("hope", 5)));
            try (var before = new CallLimiter(counters(server.url()), 0)) {
                before.use(quotas);
                assertThat(passed(before, HOPE, VERIFY, TODAY, 3)).isEqualTo(3);
            }
            server.kill();
            server.startAgain();
            try (var after = new CallLimiter(counters(server.url()), 0)) {
                after.use(quotas);
                Await.until(() -> isUp(after));
                return passed(after, HOPE, VERIFY, TODAY, 9);
            }
        }
    }

    /** Each gateway puts its own part back: what passed before still counts. */
    @Test
    void aValkeyThatLostEverythingIsToldAgain() {
        use(daily("hope", 10));
        assertThat(passed(one, HOPE, VERIFY, TODAY, 4)).isEqualTo(4);
        assertThat(passed(other, HOPE, VERIFY, TODAY, 4)).isEqualTo(4);
        valkey.kill();
        valkey.startAgain();
        Await.until(() -> isUp(one) && isUp(other));
        int more = passed(one, HOPE, VERIFY, TODAY, 1) + passed(other, HOPE, VERIFY, TODAY, 1);
        more += passed(one, HOPE, VERIFY, TODAY, 9) + passed(other, HOPE, VERIFY, TODAY, 9);
        assertThat(more).isEqualTo(2);
    }

    /** A call that is refused brings back what its gateway has counted, so that the other counts it too. */
    @Test
    void aUsedUpBudgetIsUsedUpAgainAfterOneCallAtEachGateway() {
        use(daily("hope", 10));
        assertThat(passed(one, HOPE, VERIFY, TODAY, 5)).isEqualTo(5);
        assertThat(passed(other, HOPE, VERIFY, TODAY, 5)).isEqualTo(5);
        valkey.kill();
        valkey.startAgain();
        Await.until(() -> isUp(one) && isUp(other));
        assertThat(passed(one, HOPE, VERIFY, TODAY, 1)).as("not known yet").isEqualTo(1);
        assertThat(passed(other, HOPE, VERIFY, TODAY, 1)).isZero();
        assertThat(passed(one, HOPE, VERIFY, TODAY, 9)).isZero();
        assertThat(passed(other, HOPE, VERIFY, TODAY, 9)).isZero();
    }

    /** Without a call at either gateway; as often as the data is lost. */
    @Test
    void everyPartIsToldAgainAfterTheDataWasLost() throws Exception {
        use(daily("hope", 10));
        assertThat(passed(one, HOPE, VERIFY, TODAY, 4)).isEqualTo(4);
        assertThat(passed(other, HOPE, VERIFY, TODAY, 4)).isEqualTo(4);
        try (var third = limiter(0)) {
            third.use(one.quotas());
            for (int lost = 0; lost < 2; lost++) {
                valkey.cli("flushall");
                assertThat(remaining(third))
                        .as("the control: nobody told its part")
                        .isEqualTo(10);
                one.restoreLostCounts();
                other.restoreLostCounts();
                Await.until(() -> remaining(third) == 2);
            }
            assertThat(passed(third, HOPE, VERIFY, TODAY, 9)).isEqualTo(2);
            assertThat(passed(one, HOPE, VERIFY, TODAY, 1)).isZero();
        }
    }

    /** Somebody who changes one key stops the calls of that quota, and no others. */
    @Test
    void aKeyOfAnotherTypeKeepsNoPartFromBeingToldAgain() throws Exception {
        use(daily("hope", 10));
        assertThat(passed(one, HOPE, VERIFY, TODAY, 4)).isEqualTo(4);
        var key = valkey.cli("keys", "*");
        valkey.cli("flushall");
        valkey.cli("set", key, "5");
        one.restoreLostCounts();
        Await.until(() -> valkey.cli("dbsize").equals("2"));
        assertThat(valkey.cli("get", key)).as("left as it is").isEqualTo("5");
        assertThat(isUp(one)).isTrue();
    }

    private static long remaining(CallLimiter limiter) {
        return limiter.left(HOPE, TODAY).limits().getFirst().remaining();
    }

    private static boolean isUp(CallLimiter limiter) {
        return limiter.shared().problem() == null;
    }

    @Test
    void aGatewayThatIsStartedAgainFindsItsCount() {
        use(daily("hope", 5));
        assertThat(passed(one, HOPE, VERIFY, TODAY, 5)).isEqualTo(5);
        try (var again = limiter(0)) {
            again.use(one.quotas());
            assertThat(passed(again, HOPE, VERIFY, TODAY, 5)).isZero();
        }
    }

    /** Somebody who owns Valkey can make each gateway count alone, and no more than that. */
    @Test
    void whoEmptiesOrForgesCountsGetsEachGatewaysOwnLimitAtMost() throws Exception {
        use(daily("hope", 5));
        int passed = 0;
        for (int each = 0; each < 30; each++) {
            passed += passed(each % 2 == 0 ? one : other, HOPE, VERIFY, TODAY, 1);
            valkey.cli("flushall");
        }
        assertThat(passed).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "1e999", "nan", "12x", "", "0x10000000000000000", "9007199254740993000"})
    void aMalformedCountRefuses(String forged) throws Exception {
        use(daily("hope", 5));
        one.reserve(HOPE, VERIFY, TODAY);
        var key = valkey.cli("keys", "*");
        valkey.cli("hset", key, "somebody", forged);
        assertThatThrownBy(() -> other.reserve(HOPE, VERIFY, TODAY)).isInstanceOf(Fault.LimitsDown.class);
    }

    @Test
    void aKeyOfAnotherTypeRefuses() throws Exception {
        use(daily("hope", 5));
        one.reserve(HOPE, VERIFY, TODAY);
        var key = valkey.cli("keys", "*");
        valkey.cli("set", key, "5");
        assertThatThrownBy(() -> other.reserve(HOPE, VERIFY, TODAY)).isInstanceOf(Fault.LimitsDown.class);
    }

    /** Otherwise one forged value would stop a caller for ever. */
    @Test
    void aForgedRateBlocksNoLongerThanABurst() throws Exception {
        use(rate("hope", 20, 2));
        assertThat(admits(one)).isTrue();
        valkey.cli("set", valkey.cli("keys", "*"), "8000000000000000");
        assertThat(admits(one)).isFalse();
        Await.until(() -> admits(one));
    }

    /** What is kept there names nobody, and ends. */
    @Test
    void valkeyLearnsNoNameAndKeepsNothingForEver() throws Exception {
        use(daily("hope", 5), rate("hope", 1, 5));
        one.admit(HOPE, NOON);
        one.reserve(HOPE, VERIFY, TODAY);
        var keys = valkey.cli("keys", "*").lines().toList();
        assertThat(keys).hasSize(2).allMatch(key -> key.matches("\\{facegate}:[0-9a-f]{32}"));
        for (var key : keys) {
            assertThat(Long.parseLong(valkey.cli("ttl", key))).isPositive();
        }
        assertThat(valkey.cli("--no-raw", "dump", keys.getFirst())).doesNotContain("hope");
    }

    @Test
    void withoutItsValkeyNothingPassesAndWithItAllWorksAgain() {
        use(daily("hope", 1000), rate("hope", 1000, 1000));
        one.admit(HOPE, NOON);
        valkey.kill();
        for (int each = 0; each < 20; each++) {
            assertThatThrownBy(() -> one.admit(HOPE, NOON)).isInstanceOf(Fault.LimitsDown.class);
            assertThatThrownBy(() -> one.reserve(HOPE, VERIFY, TODAY)).isInstanceOf(Fault.LimitsDown.class);
        }
        assertThat(one.shared().problem()).contains("Valkey at 127.0.0.1:" + valkey.port());
        // A caller without a quota does not depend on it.
        assertThat(one.admit(CallLimiterTest.caller("care", "FGAK2"), NOON)).isEqualTo(QuotaStatus.NONE);
        valkey.startAgain();
        long start = System.nanoTime();
        Await.until(() -> isUp(one));
        assertThat(admits(one)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    /** A server that does not answer costs each call a bounded time, and only a few of them any. */
    @Test
    void aServerThatIsSilentIsNotWaitedFor() throws Exception {
        try (var limiter = impatient(valkey.url())) {
            limiter.use(new QuotaSet(List.of(rate("hope", 1000, 1000))));
            Await.until(() -> isUp(limiter));
            valkey.freeze(true);
            long start = System.nanoTime();
            for (int each = 0; each < 50; each++) {
                assertThatThrownBy(() -> limiter.admit(HOPE, NOON)).isInstanceOf(Fault.LimitsDown.class);
            }
            // Each would wait for a quarter of a second.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            valkey.freeze(false);
            Await.until(() -> isUp(limiter));
        }
    }

    @Test
    void aFallbackCountsItsShareAlone() {
        try (var half = limiter(0.5)) {
            half.use(new QuotaSet(List.of(daily("hope", 10))));
            assertThat(passed(half, HOPE, VERIFY, TODAY, 2)).isEqualTo(2);
            assertThat(half.usesFallback()).isFalse();
            valkey.kill();
            // Two of its five are used already.
            assertThat(passed(half, HOPE, VERIFY, TODAY, 10)).isEqualTo(3);
            assertThat(half.usesFallback()).isTrue();
            valkey.startAgain();
            Await.until(() -> isUp(half));
            // What passed meanwhile counts in Valkey from the next call on.
            assertThat(passed(half, HOPE, VERIFY, TODAY, 10)).isEqualTo(5);
            assertThat(half.usesFallback()).isFalse();
        }
    }

    @Test
    void aPasswordIsNeededAndSent() throws Exception {
        var folder = Files.createDirectory(data.resolve("locked"));
        try (var locked = TestValkey.start(folder, "--requirepass", "secret");
                var without = counters(locked.url());
                var with = counters(locked.url(), "secret", SECRET);
                var wrong = counters(locked.url(), "guess", SECRET)) {
            assertThat(without.problem()).contains("NOAUTH");
            assertThat(wrong.problem()).contains("WRONGPASS");
            assertThat(with.problem()).isNull();
        }
    }

    /** Whatever a server answers: a fault within a second, never a call let through, never more memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+OK\r\n",
                ":1\r\n",
                "*2147483647\r\n:1\r\n",
                "*-1\r\n",
                "$2147483647\r\n",
                "*2\r\n$1\r\n1\r\n:4\r\n",
                "*2\r\n:2\r\n:4\r\n",
                "*3\r\n:0\r\n:9\r\n:0\r\n",
                "*3\r\n:0\r\n:-1\r\n:0\r\n",
                "*2\r\n:99999999999999999999999\r\n:1\r\n",
                "-NOSCRIPT no\r\n",
                "-ERR \u0007\r\n",
                "*0\r\n",
                "\r\n",
                "%2\r\n",
                "*2\r\n:1\r\n:"
            })
    void anAnswerOfAnotherFormRefuses(String answer) throws Exception {
        try (var hostile = answering(answer);
                var limiter = impatient("redis://127.0.0.1:" + hostile.getLocalPort())) {
            limiter.use(new QuotaSet(List.of(daily("hope", 5))));
            long start = System.nanoTime();
            assertThatThrownBy(() -> limiter.reserve(HOPE, VERIFY, TODAY)).isInstanceOf(Fault.LimitsDown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    /** Whatever the server permits, the gateway's own count holds. */
    @Test
    void aServerThatPermitsEverythingGetsTheGatewaysOwnLimit() throws Exception {
        try (var hostile = answering("*2\r\n:1\r\n:4\r\n");
                var limiter = new CallLimiter(counters("redis://127.0.0.1:" + hostile.getLocalPort()), 0)) {
            limiter.use(new QuotaSet(List.of(daily("hope", 5), rate("hope", 0.001, 3))));
            assertThat(passed(limiter, HOPE, VERIFY, TODAY, 20)).isEqualTo(5);
            int admitted = 0;
            for (int each = 0; each < 20; each++) {
                admitted += admits(limiter) ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(3);
        }
    }

    /** The control: an answer of the right form counts; what it claims to be left is bounded by the limit. */
    @Test
    void anAnswerOfTheRightFormCounts() throws Exception {
        try (var hostile = answering("*2\r\n:1\r\n:9223372036854775807\r\n");
                var limiter = new CallLimiter(counters("redis://127.0.0.1:" + hostile.getLocalPort()), 0)) {
            limiter.use(new QuotaSet(List.of(daily("hope", 5))));
            assertThat(limiter.reserve(HOPE, VERIFY, TODAY).status().limits())
                    .singleElement()
                    .satisfies(left -> assertThat(left.remaining()).isEqualTo(5));
        }
    }

    /** A line that never ends, and a handshake that never does, byte by byte. */
    @ParameterizedTest
    @ValueSource(strings = {"redis", "rediss"})
    void aSlowAnswerIsGivenUp(String scheme) throws Exception {
        try (var slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var limiter = impatient(scheme + "://127.0.0.1:" + slow.getLocalPort())) {
            Thread.ofVirtual().start(() -> drip(slow, scheme.equals("rediss")));
            limiter.use(new QuotaSet(List.of(daily("hope", 5))));
            long start = System.nanoTime();
            assertThatThrownBy(() -> limiter.reserve(HOPE, VERIFY, TODAY)).isInstanceOf(Fault.LimitsDown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private static void drip(ServerSocket slow, boolean isTls) {
        try (var socket = slow.accept()) {
            if (isTls) {
                // The head of a record of a handshake, of 16,000 bytes.
                socket.getOutputStream().write(new byte[] {0x16, 3, 3, 0x3e, (byte) 0x80});
            }
            while (true) {
                socket.getOutputStream().write('+');
                Thread.sleep(50);
            }
        } catch (IOException | InterruptedException over) {
            return;
        }
    }

    private static ServerSocket answering(String answer) throws IOException {
        var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    var socket = server.accept();
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            while (socket.getInputStream().read(new byte[8192]) > 0) {
                                socket.getOutputStream().write(answer.getBytes(UTF_8));
                            }
                        } catch (IOException over) {
                            return;
                        }
                    });
                }
            } catch (IOException closed) {
                return;
            }
        });
        return server;
    }

    @Test
    void overTlsTheCertificateMustBeTheServersAndTrusted() throws Exception {
        var pem = SelfSigned.pem(data, "ip:127.0.0.1");
        var port = Ports.free();
        var tls = List.of(
                "--tls-port", Integer.toString(port),
                "--tls-cert-file", pem.toString(),
                "--tls-key-file", data.resolve("vendor.key").toString(),
                "--tls-ca-cert-file", pem.toString(),
                "--tls-auth-clients", "no",
                "--requirepass", "a secret");
        var address = ValkeyAddress.parse("rediss://127.0.0.1:" + port);
        var name = ValkeyAddress.parse("rediss://localhost:" + port);
        var trusted = SelfSigned.trusting(pem).getSocketFactory();
        try (var secured = TestValkey.start(data, tls.toArray(String[]::new));
                var limiter = new CallLimiter(
                        new ValkeyCounters(new ValkeyScripts(address, "a secret", SECRET, 20_000, () -> trusted)), 0);
                var distrusting = new CallLimiter(
                        new ValkeyCounters(new ValkeyScripts(
                                address, "a secret", SECRET, 20_000, ValkeyCountersTest::trustOfTheJvm)),
                        0);
                var elsewhere = new CallLimiter(
                        new ValkeyCounters(new ValkeyScripts(name, "a secret", SECRET, 20_000, () -> trusted)), 0)) {
            for (var each : List.of(limiter, distrusting, elsewhere)) {
                each.use(new QuotaSet(List.of(daily("hope", 2))));
            }
            assertThatThrownBy(() -> distrusting.reserve(HOPE, VERIFY, TODAY)).isInstanceOf(Fault.LimitsDown.class);
            assertThatThrownBy(() -> elsewhere.reserve(HOPE, VERIFY, TODAY))
                    .as("the certificate is of another name")
                    .isInstanceOf(Fault.LimitsDown.class);
            assertThat(passed(limiter, HOPE, VERIFY, TODAY, 5)).isEqualTo(2);
            assertThat(secured.port()).isNotEqualTo(port);
        }
    }

    @Test
    void aPasswordIsSentUnencryptedToThisMachineOnly() {
        for (var here :
                List.of("redis://127.0.0.1:1", "redis://localhost", "redis://[::1]:1", "rediss://valkey.example")) {
            assertThat(ValkeyAddress.parse(here).exposesPassword()).as(here).isFalse();
        }
        for (var other : List.of(
                "redis://valkey.example", "redis://10.0.0.7", "redis://localhost.example", "redis://[fe80::1]")) {
            assertThat(ValkeyAddress.parse(other).exposesPassword()).as(other).isTrue();
        }
    }

    @Test
    void anAddressHoldsNoPassword() {
        assertThat(ValkeyAddress.problem("redis://localhost:6379")).isNull();
        assertThat(ValkeyAddress.problem("rediss://gateway@valkey.example:6380"))
                .isNull();
        assertThat(ValkeyAddress.problem("redis://gateway:secret@localhost")).contains("--limits-password");
        assertThat(ValkeyAddress.problem("redis://:secret@localhost")).contains("--limits-password");
        assertThat(ValkeyAddress.problem("http://localhost")).contains("redis://");
        assertThat(ValkeyAddress.problem("redis://localhost/0")).contains("database 0");
        assertThat(ValkeyAddress.problem("redis://localhost?a=b")).isNotNull();
        assertThat(ValkeyAddress.problem("redis:localhost")).isNotNull();
    }
}
