package io.facegate.vendor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.vendor.client.CachedCredential.ValidCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class CachedCredentialTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(20);

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void aFetchThatNeverEndsIsAFailureAndAnotherBegins() {
        var good = new ValidCredential<>("two", now.plus(Duration.ofHours(1)));
        var fetches = new ArrayDeque<>(
                List.of(new CompletableFuture<ValidCredential<String>>(), CompletableFuture.completedFuture(good)));
        var renewed = new CachedCredential<>(fetches::remove, () -> now, Duration.ofMillis(50));

        assertThatThrownBy(() -> shown(renewed))
                .isInstanceOf(Fault.ProviderDown.class)
                .hasMessage("late");
        assertThatThrownBy(() -> shown(renewed)).as("not again at once").isInstanceOf(Fault.ProviderDown.class);
        assertThat(fetches).hasSize(1);
        now = now.plus(Duration.ofSeconds(6));
        assertThat(shown(renewed)).isEqualTo("two");
    }

    private static String shown(CachedCredential<String> renewed) {
        return renewed.get(LONG, why -> new Fault.ProviderDown(why instanceof TimeoutException ? "late" : "other"));
    }
}
