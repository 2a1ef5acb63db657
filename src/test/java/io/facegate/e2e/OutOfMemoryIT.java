package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose memory leaks while it answers: it says that memory ran out, ends, and lost nothing it acknowledged. */
class OutOfMemoryIT {
    private static final int CALLERS = 4;
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));

    @TempDir
    private Path folder;

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private Path data;
    private Gateway.Key caller;

    @BeforeEach
    void anOrganisation() {
        data = folder.resolve("data");
        caller = Cast.add(data, "pd", "law_enforcement.police", "suspect_identification");
    }

    @Test
    void theSwitchOfTheLauncherEndsItAlthoughNobodySeesTheError() throws Exception {
        var gateway = leaking(MemoryLeakAgent.Act.LEAK_SWALLOWED, "-XX:+ExitOnOutOfMemoryError");

        assertThat(gateway.process().waitFor(1, TimeUnit.MINUTES))
                .as("it ended by itself")
                .isTrue();
        assertThat(gateway.process().exitValue()).as(gateway.log()).isEqualTo(3);
        assertThat(gateway.log()).contains("Terminating due to java.lang.OutOfMemoryError: Java heap space");
        assertEveryAcknowledgedRecordIsOnDisk();
    }

    @Test
    void withoutTheSwitchAnErrorThatReachesTheHandlersEndsIt() throws Exception {
        var gateway = leaking(MemoryLeakAgent.Act.LEAK, "-XX:-ExitOnOutOfMemoryError");

        assertThat(gateway.process().waitFor(1, TimeUnit.MINUTES))
                .as("it ended by itself")
                .isTrue();
        assertThat(gateway.process().exitValue()).as(gateway.log()).isEqualTo(1);
        assertThat(gateway.log()).contains("The gateway ran out of memory and ends.");
        assertEveryAcknowledgedRecordIsOnDisk();
    }

    /** The broken control: this is what the switch is for. */
    @Test
    void withoutTheSwitchAnErrorThatALibrarySwallowsEndsNothing() throws Exception {
        try (var gateway = Gateway.start(
                data, Map.of(), List.of("-Xmx256m", "-XX:+EnableDynamicAgentLoading", "-XX:-ExitOnOutOfMemoryError"))) {
            leak(gateway, MemoryLeakAgent.Act.TOO_LARGE_SWALLOWED);

            assertThat(gateway.process().isAlive()).isTrue();
            assertThat(gateway.log()).doesNotContain("ran out of memory");
        }
    }

    /** Calls while the leak takes all memory; returns when the agent and the callers came to their end. */
    private Gateway leaking(MemoryLeakAgent.Act act, String jvmSwitch) throws Exception {
        var gateway = Gateway.start(data, Map.of(), List.of("-Xmx256m", "-XX:+EnableDynamicAgentLoading", jvmSwitch));
        acknowledged.add(Wire.signed(gateway.calls(), caller, "DetectFaces", DETECT)
                .send()
                .decision());
        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            callWithAll(threads, gateway);
            leak(gateway, act);
            gateway.process().waitFor(30, TimeUnit.SECONDS);
        } finally {
            // One that did not end would keep the callers calling.
            gateway.process().destroyForcibly();
        }
        return gateway;
    }

    private void callWithAll(ExecutorService threads, Gateway gateway) {
        for (int thread = 0; thread < CALLERS; thread++) {
            threads.execute(() -> callUntilItIsGone(gateway));
        }
    }

    private static void leak(Gateway gateway, MemoryLeakAgent.Act act) throws Exception {
        var process = VirtualMachine.attach(Long.toString(gateway.process().pid()));
        try {
            process.loadAgent(MemoryLeakAgent.jar(gateway.data().getParent()).toString(), act.name());
        } catch (IOException ended) {
            // The process ended before it answered the load.
        }
    }

    private void assertEveryAcknowledgedRecordIsOnDisk() {
        Gateway.runPackaged("ledger", "verify", "--data", data.toString()).expect(0);
        assertThat(Gateway.records(data).stream()
                        .map(record -> record.path("id").asText()))
                .containsAll(acknowledged);
    }

    private void callUntilItIsGone(Gateway gateway) {
        while (gateway.process().isAlive()) {
            try {
                var answer = Wire.signed(gateway.calls(), caller, "DetectFaces", DETECT)
                        .send();
                if (!answer.decision().isEmpty()) {
                    acknowledged.add(answer.decision());
                }
            } catch (UncheckedIOException cut) {
                Gateway.pause(10);
            }
        }
    }
}
