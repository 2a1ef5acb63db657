package io.facegate.app.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that keeps quotas up to date, when something breaks under it. */
class QuotaReloaderTest {
    @TempDir
    private Path data;

    private void write(long perDay) throws Exception {
        var next = Files.writeString(
                data.resolve("next"), "quotas:\n  - {name: all, organisation: '*', per_day: " + perDay + "}\n");
        Files.move(next, data.resolve("quotas.yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whatNobodyForesawEndsNoReloading() throws Exception {
        var isBroken = new AtomicBoolean();
        write(1);
        try (var quotas = QuotaReloader.start(
                LimitsSettings.NONE,
                data,
                () -> null,
                act -> {
                    if (isBroken.get()) {
                        throw new IllegalStateException("broken");
                    }
                },
                InstantSource.system())) {
            assertThat(quotas.problem()).as("control").isNull();
            isBroken.set(true);
            write(2);
            Await.until(() -> quotas.problem() != null);
            assertThat(quotas.problem()).contains("IllegalStateException");
            isBroken.set(false);
            write(3);
            Await.until(() -> quotas.problem() == null
                    && quotas.limiter().quotas().all().getFirst().perDay().orElseThrow() == 3);
        }
    }
}
