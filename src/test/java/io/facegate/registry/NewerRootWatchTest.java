package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.integrity.RegistryRoots;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The ledger's newest root of a registry that the database does not show: its rows are read again. */
class NewerRootWatchTest {
    private static final String REGISTRY = RegistryRoots.REGISTRY + "one";

    private final AtomicInteger looks = new AtomicInteger();
    private final NewerRootWatch watch = new NewerRootWatch();
    private final RecordedRegistryRoots ledger = new RecordedRegistryRoots() {
        @Override
        public void refresh(String registry) {
            looks.incrementAndGet();
        }

        @Override
        public RegistryRoots newest(String registry) {
            return new RegistryRoots(registry, "before", "after", 7);
        }

        @Override
        public long count(String registry) {
            return 0;
        }

        @Override
        public boolean isCurrent(String registry, String root, long since) {
            return true;
        }
    };

    @Test
    void aNewerRootThatIsNotShownIsUnseenAfterASecondAndForAWhile() {
        assertThat(watch.isUnseen(ledger, REGISTRY, "before"))
                .as("it may be committed yet")
                .isFalse();
        Await.until(() -> watch.isUnseen(ledger, REGISTRY, "before"));
        Await.until(() -> !watch.isUnseen(ledger, REGISTRY, "before"));
        assertThat(looks.get()).as("each time the ledger is read first").isGreaterThan(2);
    }

    @Test
    void theRootInUseIsNotUnseenAndEndsTheWait() {
        assertThat(watch.isUnseen(ledger, REGISTRY, "before")).isFalse();
        Await.until(() -> watch.isUnseen(ledger, REGISTRY, "before"));
        assertThat(watch.isUnseen(ledger, REGISTRY, "after")).isFalse();
        assertThat(watch.isUnseen(ledger, REGISTRY, "before"))
                .as("a new wait begins")
                .isFalse();
    }
}
