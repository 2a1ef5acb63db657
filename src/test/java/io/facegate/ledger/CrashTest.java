package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.audit.LedgerVerification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
    private static final Pattern DECISION = Pattern.compile("\"id\":\"([0-9a-f-]{36})\".*\"kind\":\"DECISION\"");

    @TempDir
    Path data;

    @Test
    void killingItInMidLoadLosesNothingThatWasAcknowledged() throws Exception {
        var acked = new HashSet<String>();
        for (int round = 0; round < 3; round++) {
            var process = Child.start(List.of(), ChildWriter.class, data.toString(), "16");
            read(process, acked, 400 + 300 * round);
            process.toHandle().destroyForcibly();
            rest(process, acked);
            process.waitFor();
            assertThat(LedgerVerification.verify(data).damage()).isNull();
            assertThat(decisions()).containsAll(acked);
        }
        assertThat(acked).hasSizeGreaterThan(1500);
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(LedgerVerification.verify(data).damage()).isNull();
        var records = Records.of(data);
        assertThat(records.stream().filter(line -> line.contains("\"kind\":\"OUTCOME\"")))
                .hasSameSizeAs(records.stream()
                        .filter(line -> line.contains("\"kind\":\"DECISION\""))
                        .toList());
    }

    @Test
    void aFullDiskPoisonsItAndLosesNothingThatWasAcknowledged() throws Exception {
        var limit = List.of("sh", "-c", "ulimit -f 4096; exec \"$@\"", "sh");
        var process = Child.start(limit, ChildWriter.class, data.toString(), "8");
        var acked = new HashSet<String>();
        int down = 0;
        boolean ackedAfter = false;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null && down < 50; line = lines.readLine()) {
                ackedAfter |= down > 8 && line.startsWith("acked ");
                down += line.contains("until the gateway is restarted") ? 1 : 0;
                keep(line, acked);
            }
        }
        process.destroyForcibly().waitFor();
        assertThat(down).isEqualTo(50);
        assertThat(ackedAfter).isFalse();
        assertThat(acked).isNotEmpty();
        assertThat(LedgerVerification.verify(data).damage()).isNull();
        assertThat(decisions()).containsAll(acked);
        Ledger.open(data, Sample.SETTINGS).close();
        assertThat(LedgerVerification.verify(data).damage()).isNull();
    }

    private static void read(Process process, Set<String> acked, int count) throws IOException {
        var from = process.getInputStream();
        var line = new StringBuilder();
        int before = acked.size();
        for (int c = from.read(); c >= 0; c = from.read()) {
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            keep(line.toString(), acked);
            line.setLength(0);
            if (acked.size() - before >= count) {
                return;
            }
        }
    }

    private static void rest(Process process, Set<String> acked) throws IOException {
        var left = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        left.lines().forEach(line -> keep(line, acked));
    }

    private static void keep(String line, Set<String> acked) {
        if (line.matches("acked [0-9a-f-]{36}")) {
            acked.add(line.substring(6));
        }
    }

    private Set<String> decisions() {
        return Records.of(data).stream()
                .map(DECISION::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
