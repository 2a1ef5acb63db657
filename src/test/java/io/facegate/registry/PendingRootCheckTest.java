package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A root whose record only waits counts for its time, once. */
class PendingRootCheckTest {
    private final Set<String> tree = new HashSet<>(Set.of("true"));
    private final PendingRootCheck check = new PendingRootCheck(Duration.ofMillis(50));
    private final PendingRootCheck.Comparison ledger = new PendingRootCheck.Comparison() {
        @Override
        public boolean isOnRecord(String root) {
            return !root.equals("unknown");
        }

        @Override
        public boolean isInTree(String root) {
            return tree.contains(root);
        }

        @Override
        public PendingRootCheck.Comparison refresh() {
            return this;
        }
    };

    @Test
    void aRootThatOnlyWaitsIsRefusedAfterItsTimeAndStaysSo() throws Exception {
        assertThat(check.accepts(ledger, "unknown")).isFalse();
        assertThat(check.accepts(ledger, "waits")).isTrue();
        assertThat(check.isOverdue()).isFalse();
        Thread.sleep(60);
        assertThat(check.isOverdue()).isTrue();
        assertThat(check.accepts(ledger, "waits")).isFalse();
        assertThat(check.isOverdue()).isTrue();
        // The true state in between does not start the time again.
        assertThat(check.accepts(ledger, "true")).isTrue();
        assertThat(check.isOverdue()).isFalse();
        assertThat(check.accepts(ledger, "waits")).isFalse();
        // Only its record in the tree helps.
        tree.add("waits");
        assertThat(check.isOverdue()).isFalse();
        assertThat(check.accepts(ledger, "waits")).isTrue();
    }
}
