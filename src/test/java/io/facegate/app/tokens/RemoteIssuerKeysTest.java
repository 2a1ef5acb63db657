package io.facegate.app.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.app.tokens.RemoteIssuerKeys.Times;
import io.facegate.call.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys of an issuer as they change, by a clock that the test turns. */
class RemoteIssuerKeysTest {
    private static final PublicKey FIRST = key();
    private static final PublicKey SECOND = key();

    private final AtomicLong clock = new AtomicLong(-5_000_000_000L);
    private final AtomicInteger fetches = new AtomicInteger();
    private final List<String> changes = new ArrayList<>();
    private @Nullable IssuerKeySet served = set(FakeIssuer.jwk("1", FIRST));
    private boolean ledgerDown;
    private final RemoteIssuerKeys keys = new RemoteIssuerKeys(
            "https://id.example.org",
            () -> {
                fetches.incrementAndGet();
                if (served == null) {
                    throw new IOException("gone");
                }
                return served;
            },
            (issuer, before, after) -> {
                if (ledgerDown) {
                    throw new Fault.LedgerDown("full");
                }
                changes.add((before == null ? "none" : before.digest()) + " > " + after.digest());
            },
            Times.STATED,
            clock::get);

    @Test
    void theStatedTimesAreThoseOfTheManual() {
        assertThat(Times.STATED)
                .isEqualTo(new Times(
                        Duration.ofMinutes(4), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofSeconds(10)));
    }

    @Test
    void aKeyThatTheIssuerRemovedIsNotUsedFiveMinutesLater() throws IOException {
        assertThat(find("1")).isEqualTo(FIRST);
        served = set(FakeIssuer.jwk("2", SECOND));
        pass(299);
        assertThat(find("1")).isEqualTo(FIRST);
        pass(1);
        assertThat(find("1")).isNull();
        assertThat(find("2")).isEqualTo(SECOND);
        assertThat(changes).hasSize(2).first().asString().startsWith("none > ");
    }

    @Test
    void aNewKeyIsFoundAtOnceAndStrangersCauseOneFetchInTenSeconds() throws IOException {
        find("1");
        served = set(FakeIssuer.jwk("1", FIRST), FakeIssuer.jwk("2", SECOND));
        assertThat(find("2")).isEqualTo(SECOND);
        assertThat(fetches).hasValue(2);
        for (int forged = 0; forged < 1000; forged++) {
            assertThat(find("forged-" + forged)).isNull();
            pass(0.009);
        }
        assertThat(fetches).hasValue(2);
        pass(1.1);
        assertThat(find("forged")).isNull();
        assertThat(fetches).hasValue(3);
    }

    @Test
    void knownKeysOfAnIssuerThatCannotBeReachedAreUsedForFifteenMinutesAndNoLonger() throws IOException {
        find("1");
        served = null;
        pass(301);
        assertThat(find("1")).isEqualTo(FIRST);
        assertThat(keys.problem()).isEqualTo("gone; its tokens are refused in 599 s");
        pass(598);
        assertThat(find("1")).isEqualTo(FIRST);
        pass(1);
        assertThatThrownBy(() -> find("1")).isInstanceOf(IOException.class).hasMessageContaining("cannot be fetched");
        assertThat(keys.problem()).isEqualTo("gone; its tokens are refused");
        served = set(FakeIssuer.jwk("1", FIRST));
        pass(10);
        assertThat(find("1")).isEqualTo(FIRST);
        assertThat(keys.problem()).isNull();
    }

    @Test
    void keysThatTheIssuerTookBackAreNotUsedAnyMore() throws IOException {
        find("1");
        served = set();
        pass(301);
        ledgerDown = true;
        assertThat(find("1")).as("not even while nothing can be recorded").isNull();
        assertThat(keys.problem()).as("the record failed last").isEqualTo("full; its tokens are refused");
        ledgerDown = false;
        pass(10);
        assertThat(find("1")).isNull();
        assertThat(keys.problem())
                .isEqualTo("The issuer publishes no key that verifies signatures; its tokens are refused");
        served = set(FakeIssuer.jwk("1", FIRST));
        pass(10);
        assertThat(find("1")).isEqualTo(FIRST);
        assertThat(keys.problem()).isNull();
        assertThat(changes).as("taken back, and published again").hasSize(2);
    }

    @Test
    void theRecordOfATakingBackIsWrittenOnce() throws IOException {
        find("1");
        served = set();
        pass(301);
        assertThat(find("1")).isNull();
        pass(301);
        assertThat(find("1")).isNull();
        assertThat(changes).hasSize(2);
    }

    @Test
    void anIssuerThatFailsIsAskedOnceInTenSeconds() {
        served = null;
        for (int token = 0; token < 100; token++) {
            assertThatThrownBy(() -> find("1")).isInstanceOf(IOException.class);
            keys.refreshEarly();
            pass(0.099);
        }
        assertThat(fetches).hasValue(1);
        pass(0.2);
        assertThatThrownBy(() -> find("1")).isInstanceOf(IOException.class);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void keysThatCannotBePutOnRecordAreNotUsed() throws IOException {
        ledgerDown = true;
        assertThatThrownBy(() -> find("1")).isInstanceOf(IOException.class);
        ledgerDown = false;
        pass(10);
        assertThat(find("1")).isEqualTo(FIRST);
        ledgerDown = true;
        served = set(FakeIssuer.jwk("2", SECOND));
        assertThat(find("2")).isNull();
    }

    @Test
    void keysAreFetchedBeforeACallWouldHaveToWait() throws IOException {
        keys.refreshEarly();
        pass(239);
        keys.refreshEarly();
        assertThat(fetches).hasValue(1);
        pass(1);
        keys.refreshEarly();
        assertThat(fetches).hasValue(2);
        pass(200);
        find("1");
        assertThat(fetches).hasValue(2);
        assertThat(changes).hasSize(1);
    }

    @Test
    void aSetWithoutASignatureKeyEndsTheKnownOneToo() throws IOException {
        find("1");
        served = set("{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"1\"}");
        pass(300);
        assertThat(find("1")).isNull();
        assertThat(keys.problem()).contains("no key that verifies signatures");
    }

    private @Nullable PublicKey find(String id) throws IOException {
        return keys.find(id, "ES256");
    }

    private void pass(double seconds) {
        clock.addAndGet((long) (seconds * 1_000_000_000L));
    }

    private static IssuerKeySet set(String... jwks) {
        try {
            return IssuerKeySet.parse(("{\"keys\":[" + String.join(",", jwks) + "]}").getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static PublicKey key() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }
}
