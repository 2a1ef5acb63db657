package io.facegate.bench.gateway;

import io.facegate.bench.gateway.report.BenchTarget;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Closed-loop load: wrk repeats one signed call on a fixed number of connections. */
final class WrkLoad {
    static final int OK = 200;
    private static final int THREADS = 2;

    private WrkLoad() {}

    /**
     * Result of one round.
     *
     * @param failed responses other than 2xx and 3xx, and broken connections
     */
    record Round(long calls, double perSecond, long failed) {}

    static Round run(Path folder, BenchCall call, Duration length) throws IOException, InterruptedException {
        demandAnswer(call);
        var body = folder.resolve("body");
        var script = folder.resolve("call.lua");
        Files.write(body, call.body());
        Files.writeString(script, script(call, body));
        var command = List.of(
                BenchTools.WRK.path(),
                "--threads=" + THREADS,
                "--connections=" + BenchTarget.CONNECTIONS,
                "--duration=" + length.toSeconds() + "s",
                "--timeout=20s",
                "--script=" + script,
                call.to().toString());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var last = said.strip().substring(said.strip().lastIndexOf('\n') + 1);
        if (process.waitFor() != 0 || !last.startsWith("{")) {
            throw new IOException("wrk failed: " + said);
        }
        var told = JsonMappers.PLAIN.readTree(last);
        long calls = told.path("calls").asLong();
        return new Round(
                calls,
                calls * 1e6 / told.path("micros").asLong(),
                told.path("failed").asLong());
    }

    private static void demandAnswer(BenchCall call) throws IOException {
        try (var line = HttpConnection.to(call.to())) {
            var answer = line.send(call);
            if (answer.status() != OK) {
                throw new IOException("The run does not count: " + call.to() + " answers " + answer + '.');
            }
        }
    }

    /** The Lua script with which wrk sends the call and prints its result as one line of JSON. */
    static String script(BenchCall call, Path body) {
        var script = new StringBuilder("wrk.method = \"POST\"\nwrk.path = ")
                .append(quoted(call.path()))
                .append('\n');
        script.append("local file = assert(io.open(").append(quoted(body.toString()));
        script.append(", \"rb\"))\nwrk.body = file:read(\"*a\")\nfile:close()\n");
        call.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
                script.append("wrk.headers[").append(quoted(name)).append("] = ");
                script.append(quoted(value)).append('\n');
            }
        });
        return script.append("""
            done = function(summary, latency, requests)
              local e = summary.errors
              local failed = e.status + e.connect + e.read + e.write + e.timeout
              io.write(string.format('{"calls":%d,"micros":%d,"failed":%d}\\n',
                summary.requests, summary.duration, failed))
            end
            """).toString();
    }

    /** Escapes all but harmless characters as decimal Lua escapes. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean harmless = c >= ' ' && c <= '~' && c != '"' && c != '\\';
            quoted.append(harmless ? String.valueOf(c) : "\\" + String.format("%03d", (int) c));
        }
        return quoted.append('"').toString();
    }
}
