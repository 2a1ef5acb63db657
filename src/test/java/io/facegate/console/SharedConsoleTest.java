package io.facegate.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.app.limits.ValkeyConsoleState;
import io.facegate.gateway.limits.PatientValkey;
import io.facegate.registry.Person;
import io.facegate.registry.Person.Login;
import io.facegate.registry.Role;
import io.facegate.testkit.TestValkey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consoles of two gateways that keep sessions, links and failed logins together in a real Valkey. */
class SharedConsoleTest {
    private static final byte[] KEY = "derived from one registry.key...".getBytes(UTF_8);
    private static final byte[] OTHER = "derived from another registrykey".getBytes(UTF_8);
    private static final Login LEE = new Login("https://id.example.org", "a.lee");
    private static final Login ROE = new Login("https://id.example.org", "m.roe");
    private static final URI SERVER = URI.create("http://127.0.0.1:8080");

    @TempDir
    private static Path folder;

    private static TestValkey valkey;

    private final Map<Login, Person> registered = new ConcurrentHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile Duration ahead = Duration.ZERO;
    private GatewayConsole first;
    private GatewayConsole second;

    /** The console of one gateway. */
    private final class GatewayConsole {
        private final ValkeyConsoleState state;
        private final List<URI> printed = new ArrayList<>();
        private final PersonSessions people;
        private final ConsoleLogin login;

        GatewayConsole(byte[] key) {
            state = new ValkeyConsoleState(PatientValkey.entries(valkey.url()), key::clone);
            open.add(state);
            InstantSource clock = () -> Instant.now().plus(ahead);
            var stores = new ConsoleStorage(clock, state, any -> "192.0.2.0/24");
            people = new PersonSessions(new OneProvider(), registered::get, null, stores, null);
            login = new ConsoleLogin(stores, printed::add);
        }

        String link() {
            login.openAt(SERVER);
            return lastToken();
        }

        String lastToken() {
            return printed.getLast().getQuery().substring("token=".length());
        }

        boolean knows(String session) {
            return people.session(session) != null;
        }
    }

    private static final class OneProvider implements PersonLogin {
        @Override
        public List<Provider> providers() {
            return List.of(new Provider(LEE.issuer(), "Staff"));
        }

        @Override
        public URI start(LoginAttempt attempt, URI back) {
            return back;
        }

        @Override
        public Login finish(LoginAttempt attempt, Returned returned, URI back) {
            return LEE;
        }

        @Override
        public Optional<URI> logout(String issuer) {
            return Optional.empty();
        }
    }

    @BeforeAll
    static void startValkey() {
        valkey = TestValkey.start(folder);
    }

    @AfterAll
    static void stopValkey() {
        valkey.close();
    }

    @BeforeEach
    void begin() throws Exception {
        valkey.cli("FLUSHALL");
        first = new GatewayConsole(KEY);
        second = new GatewayConsole(KEY);
    }

    @AfterEach
    void end() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    @Test
    void whoLoggedInAtOneGatewayWorksAtTheOtherAndIsLoggedOutAtBoth() {
        var session = first.people.open(LEE);
        var here = first.people.session(session);
        var there = second.people.session(session);
        assertThat(there.login()).isEqualTo(LEE);
        assertThat(there.name()).isEqualTo(here.name()).isEqualTo(ConsoleSessions.name(session));
        assertThat(there.formToken()).isEqualTo(here.formToken());
        second.people.close(session);
        assertThat(first.knows(session)).isFalse();
        assertThat(second.knows(session)).isFalse();
    }

    /** The control: it is the common key and server that hold them together, not the cookie. */
    @Test
    void gatewaysOfAnotherRegistryKnowNothingOfEachOther() {
        var stranger = new GatewayConsole(OTHER);
        var session = first.people.open(LEE);
        assertThat(stranger.knows(session)).isFalse();
        stranger.people.close(session);
        assertThat(second.knows(session)).isTrue();
        assertThat(stranger.login.redeem(first.link())).isNull();
        var attempt = first.people.begin(LEE.issuer());
        assertThat(stranger.people.attempt(first.people.cookie(attempt))).isNull();
    }

    @Test
    void aPersonWhoIsRemovedIsFoundNoMoreByTheSessionOfAnyGateway() {
        registered.put(LEE, new Person("a.lee", Set.of(Role.OFFICER), null, LEE, Instant.EPOCH, null));
        var session = first.people.session(first.people.open(LEE));
        assertThat(second.people.find(session.login())).isNotNull();
        registered.remove(LEE);
        assertThat(second.people.find(session.login())).isNull();
        assertThat(first.people.find(session.login())).isNull();
    }

    @Test
    void aSessionRestsAtAllGatewaysTogether() {
        var session = first.people.open(LEE);
        ahead = ConsoleSessions.IDLE.minusMinutes(1);
        assertThat(second.knows(session)).isTrue();
        ahead = ahead.plus(ConsoleSessions.IDLE).minusMinutes(1);
        assertThat(first.knows(session)).isTrue();
        ahead = ahead.plus(ConsoleSessions.IDLE);
        assertThat(second.knows(session)).isFalse();
    }

    @Test
    void theOldestOfTooManySessionsOfOnePersonEndsWhereverTheyWereBegun() {
        var oldest = first.people.open(LEE);
        var other = second.people.open(ROE);
        var later = new ArrayList<String>();
        for (int at = 1; at < ConsoleSessions.MOST_OF_ONE; at++) {
            later.add((at % 2 == 0 ? first : second).people.open(LEE));
        }
        assertThat(first.knows(oldest)).isTrue();
        later.add(second.people.open(LEE));
        assertThat(first.knows(oldest)).isFalse();
        assertThat(later).allMatch(first::knows);
        assertThat(second.knows(other)).isTrue();
        // Those that ended make room first.
        later.subList(0, 4).forEach(first.people::close);
        for (int more = 0; more < 4; more++) {
            second.people.open(LEE);
        }
        assertThat(later.subList(4, later.size())).allMatch(first::knows);
    }

    @Test
    void aLinkWorksOnceAtWhicheverGatewayItIsOpened() {
        var token = first.link();
        var session = second.login.redeem(token);
        assertThat(session).isNotNull();
        assertThat(first.login.session(session)).isNotNull();
        assertThat(first.login.redeem(token)).isNull();
        assertThat(second.login.redeem(token)).isNull();
        // The gateway that printed it sees that it was used, and prints another for the next visitor.
        first.login.offer();
        assertThat(first.printed).hasSize(2);
        first.login.offer();
        assertThat(first.printed).hasSize(2);
        ahead = ConsoleLogin.LINK_LIFE;
        assertThat(second.login.redeem(first.lastToken())).isNull();
    }

    @Test
    void ofTwoWhoOpenOneLinkAtOnceOneIsLoggedIn() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 20; round++) {
                var token = first.link();
                var tries = List.<Callable<Boolean>>of(
                        () -> first.login.redeem(token) != null, () -> second.login.redeem(token) != null);
                int entered = 0;
                for (var each : threads.invokeAll(tries)) {
                    entered += each.get() ? 1 : 0;
                }
                assertThat(entered).isEqualTo(1);
            }
        }
    }

    /** A session of one kind is none of the other: a person's is not the local login's, with the rights of an auditor. */
    @Test
    void aPersonsSessionIsNoLocalOne() {
        assertThat(first.login.session(first.people.open(LEE))).isNull();
        var local = second.login.redeem(first.link());
        assertThat(first.people.session(local)).isNull();
        assertThat(first.login.session(local)).isNotNull();
        first.login.logOut(local);
        assertThat(second.login.session(local)).isNull();
    }

    @Test
    void aLoginThatBeganAtOneGatewayComesBackAtAnotherOnce() {
        var attempt = first.people.begin(LEE.issuer());
        var back = second.people.attempt(first.people.cookie(attempt));
        assertThat(back).isEqualTo(attempt);
        assertThat(second.people.isFirstAnswer(back)).isTrue();
        assertThat(first.people.isFirstAnswer(attempt)).isFalse();
    }

    @Test
    void failedLoginsOfBothGatewaysCountTogether() {
        int begun = 0;
        for (int each = 0; each < 2 * FailedLoginLimit.MOST; each++) {
            begun += (each % 2 == 0 ? first : second).people.failures().begin("192.0.2.0/24") ? 1 : 0;
        }
        assertThat(begun).isEqualTo(FailedLoginLimit.MOST);
        assertThat(second.people.failures().begin("198.51.100.0/24")).isTrue();
    }

    /** The control of the test before: each would let as many pass. */
    @Test
    void failedLoginsOfGatewaysOfAnotherRegistryCountApart() {
        var stranger = new GatewayConsole(OTHER);
        for (int each = 0; each < FailedLoginLimit.MOST; each++) {
            assertThat(first.people.failures().begin("192.0.2.0/24")).isTrue();
            assertThat(stranger.people.failures().begin("192.0.2.0/24")).isTrue();
        }
        assertThat(first.people.failures().begin("192.0.2.0/24")).isFalse();
        assertThat(stranger.people.failures().begin("192.0.2.0/24")).isFalse();
    }

    @Test
    void loginsThatSucceedDoNotCountAndAnEmptiedServerForgivesNothingToAGateway() throws Exception {
        for (int each = 0; each < 3 * FailedLoginLimit.MOST; each++) {
            assertThat(first.people.failures().begin("192.0.2.0/24")).isTrue();
            first.people.failures().release("192.0.2.0/24");
        }
        for (int each = 0; each < FailedLoginLimit.MOST; each++) {
            first.people.failures().begin("192.0.2.0/24");
        }
        valkey.cli("FLUSHALL");
        assertThat(first.people.failures().begin("192.0.2.0/24")).isFalse();
        ahead = FailedLoginLimit.WINDOW;
        assertThat(first.people.failures().begin("192.0.2.0/24")).isTrue();
    }

    private List<String> keys() throws Exception {
        return valkey.cli("--raw", "KEYS", "*")
                .lines()
                .filter(key -> !key.isEmpty())
                .toList();
    }

    /** The key of the only session; its group is a list. */
    private String onlySession() throws Exception {
        var found = new ArrayList<String>();
        for (var key : keys()) {
            if (valkey.cli("TYPE", key).equals("string")) {
                found.add(key);
            }
        }
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void theServerLearnsNoNameAndKeepsNothingForLong() throws Exception {
        var session = first.people.open(LEE);
        var value = valkey.cli("--raw", "GET", onlySession());
        assertThat(value).hasSizeGreaterThan(100).doesNotContain("lee", session);
        for (var key : keys()) {
            assertThat(key).matches("\\{facegate}:[0-9a-f]{32}");
            assertThat(Long.parseLong(valkey.cli("--raw", "TTL", key))).isBetween(1L, ConsoleSessions.LIFE.toSeconds());
        }
    }

    @Test
    void whatSomebodyWroteIntoTheServerIsNoSession() throws Exception {
        var session = first.people.open(LEE);
        var key = onlySession();
        var value = valkey.cli("--raw", "GET", key);
        var last = value.charAt(value.length() - 3) == 'A' ? "B" : "A";
        for (var forged : List.of(
                "",
                "x",
                "not base64 \u00e9",
                value.substring(4),
                value.substring(0, value.length() - 3) + last + value.substring(value.length() - 2),
                "A".repeat(4096),
                "A".repeat(100_000))) {
            valkey.cli("SET", key, forged);
            var fresh = new GatewayConsole(KEY);
            assertThat(fresh.knows(session)).isFalse();
            assertThat(fresh.knows(fresh.people.open(ROE))).as("others work on").isTrue();
        }
        for (var other : List.of("list", "hash")) {
            valkey.cli("DEL", key);
            if (other.equals("list")) {
                valkey.cli("RPUSH", key, value);
            } else {
                valkey.cli("HSET", key, "a", value);
            }
            assertThat(new GatewayConsole(KEY).knows(session)).isFalse();
        }
        // The control: the very value that was there is taken by a gateway that saw nothing else.
        valkey.cli("DEL", key);
        valkey.cli("SET", key, value);
        assertThat(new GatewayConsole(KEY).knows(session)).isTrue();
    }

    @Test
    void aValueUnderAnotherKeyIsNoSession() throws Exception {
        var mine = first.people.open(LEE);
        var one = onlySession();
        var value = valkey.cli("--raw", "GET", one);
        valkey.cli("DEL", one);
        var theirs = second.people.open(ROE);
        var other = onlySession();
        var othersValue = valkey.cli("--raw", "GET", other);
        valkey.cli("SET", one, othersValue);
        valkey.cli("SET", other, value);
        assertThat(new GatewayConsole(KEY).knows(mine)).isFalse();
        assertThat(new GatewayConsole(KEY).knows(theirs)).isFalse();
        valkey.cli("SET", one, value);
        valkey.cli("SET", other, othersValue);
        assertThat(new GatewayConsole(KEY).knows(mine)).isTrue();
        assertThat(new GatewayConsole(KEY).knows(theirs)).isTrue();
    }

    /**
     * A session that ended is refused by the gateway that ended it and by each that missed it, also if the server has it
     * again; by all when its rest is over. The control is a gateway that knows nothing of it: there it lives so long.
     */
    @Test
    void anEndedSessionThatIsPutBackIsRefusedByWhoeverKnows() throws Exception {
        var session = first.people.open(LEE);
        var key = onlySession();
        assertThat(second.knows(session)).isTrue();
        var value = valkey.cli("--raw", "GET", key);
        first.people.close(session);
        assertThat(second.knows(session)).isFalse();
        valkey.cli("SET", key, value);
        assertThat(first.knows(session)).isFalse();
        assertThat(second.knows(session)).isFalse();
        var unknowing = new GatewayConsole(KEY);
        assertThat(unknowing.knows(session)).isTrue();
        valkey.cli("SET", key, value);
        ahead = ConsoleSessions.IDLE;
        assertThat(new GatewayConsole(KEY).knows(session)).isFalse();
    }

    @Test
    void aLinkThatIsPutBackIsRefusedWhereItWasUsed() throws Exception {
        var token = first.link();
        var key = onlySession();
        var value = valkey.cli("--raw", "GET", key);
        assertThat(second.login.redeem(token)).isNotNull();
        valkey.cli("SET", key, value);
        assertThat(second.login.redeem(token)).isNull();
    }

    /** An answer between reading and writing: the session that another gateway ended is not written again. */
    @Test
    void aSessionThatEndsWhileItIsUsedStaysEnded() {
        var session = first.people.open(LEE);
        var name = "session of a person " + ConsoleSessions.key(session);
        var value = first.state.get(name).orElseThrow();
        second.people.close(session);
        assertThat(first.state.replace(name, value, Duration.ofMinutes(30))).isFalse();
        assertThat(second.state.get(name)).isEmpty();
    }

    @Test
    void aGroupThatSomebodyWroteIsMadeAnew() throws Exception {
        var session = first.people.open(LEE);
        var group = keys().stream().filter(key -> !isString(key)).findFirst().orElseThrow();
        valkey.cli("DEL", group);
        valkey.cli("SET", group, "no list");
        assertThat(first.knows(first.people.open(LEE))).isTrue();
        assertThat(first.knows(session)).isTrue();
        valkey.cli("DEL", group);
        for (int each = 0; each < 100; each++) {
            valkey.cli("RPUSH", group, "{facegate}:nothing" + each);
        }
        assertThat(first.knows(first.people.open(LEE))).isTrue();
        assertThat(valkey.cli("--raw", "LLEN", group)).isEqualTo("1");
    }

    private static boolean isString(String key) {
        try {
            return valkey.cli("TYPE", key).equals("string");
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void withoutTheServerNobodyLogsInAndNoSessionIsValid() throws Exception {
        var session = first.people.open(LEE);
        var token = first.link();
        assertThat(first.knows(session)).isTrue();
        valkey.kill();
        try {
            down(() -> first.people.session(session));
            down(() -> first.people.open(LEE));
            down(() -> first.people.begin(LEE.issuer()));
            down(() -> first.people.failures().begin("192.0.2.0/24"));
            down(() -> first.login.redeem(token));
            down(() -> first.login.offer());
            down(() -> first.people.close(session));
            first.printed.clear();
            assertThat(first.login.openAt(SERVER)).isEqualTo(SERVER);
            assertThat(first.printed).isEmpty();
        } finally {
            valkey.startAgain();
        }
        Await.until(() -> answers(first) && answers(second));
        assertThat(first.knows(session)).isFalse();
        first.login.offer();
        assertThat(second.login.redeem(first.lastToken())).isNotNull();
    }

    private static void down(Runnable asked) {
        assertThatThrownBy(asked::run)
                .isInstanceOf(SharedConsoleState.Unreachable.class)
                .hasMessageContaining("does not answer");
    }

    private static boolean answers(GatewayConsole console) {
        try {
            console.state.requireReachable();
            return true;
        } catch (SharedConsoleState.Unreachable notYet) {
            return false;
        }
    }
}
