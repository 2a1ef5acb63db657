package io.facegate.engine.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ErasurePollerTest {
    /** A connection for changes to a server that says nothing takes seconds. */
    @Test
    void whoHearsNothingForgetsThoughTheListenerStillWaits() throws Exception {
        var forgotten = new CountDownLatch(1);
        try (var poller = new ErasurePoller(ErasurePollerTest::hang, () -> {}, forgotten::countDown)) {
            poller.start();
            assertThat(forgotten.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static void hang(Duration most) throws SQLException {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
        }
        throw new SQLException("closed after " + most);
    }
}
