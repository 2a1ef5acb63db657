package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.console.SharedConsoleSessions.Kind;
import io.facegate.registry.Person.Login;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Sessions that gateways have in common, while the server comes and goes. */
class SharedConsoleSessionsTest {
    private static final Login LEE = new Login("https://id.example.org", "a.lee");

    private final SharedConsoleStateStub state = new SharedConsoleStateStub();
    private final SharedConsoleSessions here = sessions();
    private final SharedConsoleSessions there = sessions();

    private SharedConsoleSessions sessions() {
        return new SharedConsoleSessions(state, () -> Instant.EPOCH, Kind.PERSON);
    }

    @Test
    void whoLogsOutWhileTheServerIsAwayIsOutHereAtOnceAndElsewhereOnceItIsBack() {
        var session = there.open(LEE);
        var other = there.open(LEE);
        assertThat(here.find(session)).isNotNull();
        state.isAway = true;
        assertThatThrownBy(() -> here.close(session)).isInstanceOf(SharedConsoleState.Unreachable.class);
        assertThatThrownBy(() -> there.find(session)).isInstanceOf(SharedConsoleState.Unreachable.class);
        state.isAway = false;
        // The control: until the gateway that knows of it asks again, the other one does not know.
        assertThat(there.find(session)).isNotNull();
        assertThat(here.find(session)).isNull();
        assertThat(there.find(session)).isNull();
        assertThat(here.find(other)).isNotNull();
    }

    /** The log-out may reach a gateway that never had a request of that session. */
    @Test
    void aLogOutThatAnotherGatewayGetsWhileTheServerIsAwayIsKept() {
        var session = there.open(LEE);
        state.isAway = true;
        assertThatThrownBy(() -> here.close(session)).isInstanceOf(SharedConsoleState.Unreachable.class);
        state.isAway = false;
        assertThat(here.find(session)).isNull();
        assertThat(there.find(session)).isNull();
    }

    @Test
    void strangersWhoLogOutPushNoGenuineLogOutAsideAndHoldNobody() {
        var session = there.open(LEE);
        var other = there.open(LEE);
        assertThat(here.find(session)).isNotNull();
        state.isAway = true;
        assertThatThrownBy(() -> here.close(session)).isInstanceOf(SharedConsoleState.Unreachable.class);
        for (int each = 0; each < 5000; each++) {
            assertThatThrownBy(() -> here.close(ConsoleSessions.secret()))
                    .isInstanceOf(SharedConsoleState.Unreachable.class);
        }
        assertThatThrownBy(() -> here.close("x")).isInstanceOf(SharedConsoleState.Unreachable.class);
        state.isAway = false;
        state.removed = 0;
        assertThat(here.find(other)).isNotNull();
        assertThat(state.removed).as("a request ends a few at most").isBetween(1, 32);
        assertThat(there.find(session)).isNull();
    }

    /** A login that could not be counted together is no failure. */
    @Test
    void whileTheServerIsAwayNoLoginCounts() {
        var failures = new FailedLoginLimit(() -> Instant.EPOCH, state, _ -> "");
        state.isAway = true;
        for (int each = 0; each <= FailedLoginLimit.MOST; each++) {
            assertThatThrownBy(() -> failures.begin("192.0.2.0/24")).isInstanceOf(SharedConsoleState.Unreachable.class);
        }
        state.isAway = false;
        assertThat(failures.begin("192.0.2.0/24")).isTrue();
    }

    @Test
    void aStrangersSecretIsNoSessionAndLeavesNothing() {
        for (var secret :
                new String[] {"", "x", "a".repeat(43), "a".repeat(44), "../" + "a".repeat(40), "é".repeat(43)}) {
            assertThat(here.find(secret)).isNull();
            here.close(secret);
            assertThat(here.find(secret)).isNull();
        }
        assertThat(state.values).isEmpty();
        var session = here.open(LEE);
        assertThat(here.find(session)).isNotNull();
    }

    @Test
    void aValueOfAnotherFormIsNoSession() {
        var session = here.open(LEE);
        var name = state.values.keySet().iterator().next();
        for (var value : new byte[][] {{}, {1}, {2, 0, 0}, {1, 0, 5, 'a'}}) {
            state.values.put(name, value);
            assertThat(sessions().find(session)).isNull();
        }
    }

    @Test
    void manyValuesThatAreSeenEndNoneThatIsKnown() {
        var names = new ReplayGuard();
        names.see("mine");
        names.end("mine");
        names.end("never seen");
        assertThat(names.hasEnded("mine")).isTrue();
        assertThat(names.hasEnded("never seen")).isFalse();
        names.see("mine");
        assertThat(names.hasEnded("mine")).as("it does not begin again").isTrue();
        for (int each = 0; each < 5000; each++) {
            names.see("other" + each);
        }
        assertThat(names.hasEnded("mine")).as("the memory is bounded").isFalse();
    }
}
