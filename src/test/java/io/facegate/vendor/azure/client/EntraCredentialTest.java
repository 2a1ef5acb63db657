package io.facegate.vendor.azure.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.vendor.client.CachedCredential.ValidCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EntraCredentialTest {
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(200);

    private final ArrayDeque<CompletableFuture<ValidCredential<String>>> asked = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final EntraCredential tokens = new EntraCredential(this::ask, () -> now);
    private CompletableFuture<ValidCredential<String>> next = token("one");

    private CompletableFuture<ValidCredential<String>> ask() {
        asked.add(next);
        return next;
    }

    private CompletableFuture<ValidCredential<String>> token(String value) {
        return CompletableFuture.completedFuture(new ValidCredential<>(value, now.plus(Duration.ofHours(1))));
    }

    private String shown() {
        var header = tokens.header(SOON);
        assertThat(header.getKey()).isEqualTo("Authorization");
        return header.getValue();
    }

    @Test
    void oneTokenIsKept() {
        assertThat(shown()).isEqualTo("Bearer one");
        now = now.plus(Duration.ofMinutes(54));
        assertThat(shown()).isEqualTo("Bearer one");
        assertThat(asked).hasSize(1);
    }

    @Test
    void anotherIsFetchedBeforeItsEndAndNobodyWaits() {
        shown();
        now = now.plus(Duration.ofMinutes(56));
        next = new CompletableFuture<>();
        assertThat(shown()).isEqualTo("Bearer one");
        assertThat(shown()).isEqualTo("Bearer one");
        assertThat(asked).as("one at a time").hasSize(2);
        next.complete(new ValidCredential<>("two", now.plus(Duration.ofHours(1))));
        assertThat(shown()).isEqualTo("Bearer two");
        assertThat(asked).hasSize(2);
    }

    @Test
    void aTokenIsShownUntilItsEndWhileNoneIsGiven() {
        shown();
        next = CompletableFuture.failedFuture(new IllegalStateException("secret-words"));
        now = now.plus(Duration.ofMinutes(59));
        assertThat(shown()).isEqualTo("Bearer one");
        now = now.plus(Duration.ofSeconds(31));
        assertThatThrownBy(this::shown)
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessage("The vendor cannot be reached at the moment.")
                .hasMessageNotContaining("secret-words");
        next = token("two");
        assertThatThrownBy(this::shown).as("not again at once").isInstanceOf(Fault.ProviderDown.class);
        assertThat(asked).hasSize(3);
        now = now.plus(Duration.ofSeconds(5));
        assertThat(shown()).isEqualTo("Bearer two");
    }

    @Test
    void whoeverWaitsForTheFirstWaitsNoLongerThanItsCall() {
        next = new CompletableFuture<>();
        assertThatThrownBy(this::shown)
                .isInstanceOf(Fault.ProviderDown.class)
                .extracting(down -> ((Fault.ProviderDown) down).credentials())
                .isEqualTo("Microsoft Entra issued no token in time.");
    }

    @Test
    void aTokenThatWasRefusedIsNotShownAgain() {
        shown();
        next = token("two");
        tokens.invalidate();
        assertThat(shown()).isEqualTo("Bearer two");
    }

    @Test
    void printsNoToken() {
        assertThat(token("one").join().toString()).doesNotContain("one");
    }
}
