package io.facegate.bench.gateway.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.facegate.json.JsonMappers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All results of one benchmark run.
 *
 * @param quick true if its rounds were short and its numbers are rough
 */
public record BenchReport(
        Machine machine,
        boolean quick,
        List<Throughput> throughputs,
        List<WireCost> wires,
        List<Latency> latencies,
        List<Memory> memories) {
    public BenchReport {
        throughputs = List.copyOf(throughputs);
        wires = List.copyOf(wires);
        latencies = List.copyOf(latencies);
        memories = List.copyOf(memories);
    }

    /** The report as one line of JSON. */
    public String json() {
        var all = new LinkedHashMap<String, Object>();
        all.put("date", machine.date().toString());
        all.put("machine", machine.sentence());
        all.put("quick", quick);
        all.put("throughput", throughputs.stream().map(BenchReport::told).toList());
        all.put("wires", wires.stream().map(BenchReport::told).toList());
        all.put("latency", latencies.stream().map(BenchReport::told).toList());
        all.put("memory", memories.stream().map(BenchReport::told).toList());
        try {
            return JsonMappers.PLAIN.writeValueAsString(all);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    private static Map<String, Object> told(Throughput one) {
        var all = new LinkedHashMap<String, Object>();
        all.put("bodyBytes", one.target().bytes());
        all.put("peers", one.peers());
        all.put("facegate", one.gateway());
        all.put("share", one.share());
        all.put("target", one.target().share());
        all.put("met", one.isMet());
        return all;
    }

    private static Map<String, Object> told(WireCost one) {
        var all = new LinkedHashMap<String, Object>();
        all.put("wire", one.wire());
        all.put("perSecond", one.rate().perSecond());
        all.put("micros", one.rate().micros());
        all.put("timesRekognitions", one.times());
        return all;
    }

    private static Map<String, Object> told(Latency one) {
        var all = new LinkedHashMap<String, Object>();
        all.put("perSecond", BenchTarget.CALLS_PER_SECOND);
        all.put("nginxMillis", one.peer());
        all.put("facegateMillis", one.gateway());
        all.put("fsyncMillis", one.disk());
        all.put("addedP99Millis", one.addedP99());
        all.put("allowedP99Millis", one.allowedP99());
        all.put("met", one.isMet());
        return all;
    }

    private static Map<String, Object> told(Memory one) {
        var all = new LinkedHashMap<String, Object>();
        all.put("engine", one.engine());
        all.put("heapMiB", BenchTarget.HEAP_MIB);
        all.put("callers", BenchTarget.CALLERS);
        all.put("endings", one.endings());
        all.put("outOfMemory", one.outOfMemory());
        all.put("peakMiB", one.peakMib());
        all.put("met", one.isMet());
        return all;
    }
}
