package io.facegate.differential;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which request had which decisions, and how the requests of a run ended. */
final class RunLog {
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Map<String, Integer> oldDecisions = new HashMap<>();
    private final Map<String, Integer> newDecisions = new HashMap<>();
    private final Map<String, Integer> ends = new TreeMap<>();

    record Entry(String group, String describe) {}

    void add(Request request, GatewayUnderTest.Outcome older, GatewayUnderTest.Outcome newer) {
        entries.put(request.number(), new Entry(request.group(), request.describe()));
        decisions(request.number(), older.answer(), oldDecisions);
        decisions(request.number(), newer.answer(), newDecisions);
        ends.merge(
                request.wire()
                        + ' '
                        + older.answer().status()
                        + (older.forwarded().isEmpty() ? "" : " forwarded"),
                1,
                Integer::sum);
    }

    private static void decisions(int number, WireClient.Answer answer, Map<String, Integer> decisions) {
        var told = answer.header("Facegate-Decision");
        if (!told.isEmpty()) {
            decisions.put(told, number);
        }
        // Several questions of AuthZEN have their ids in the body alone.
        var body = Comparison.text(answer.body());
        for (int at = body.indexOf("\"context\":{"); at >= 0; at = body.indexOf("\"context\":{", at + 1)) {
            int id = body.indexOf("\"id\":\"", at);
            if (id > 0 && id + 42 <= body.length()) {
                decisions.put(body.substring(id + 6, id + 42), number);
            }
        }
    }

    Entry entry(int number) {
        return entries.getOrDefault(number, new Entry("ledger\tunknown", "before the first request"));
    }

    Map<String, Integer> oldDecisions() {
        return oldDecisions;
    }

    Map<String, Integer> newDecisions() {
        return newDecisions;
    }

    /** How many requests of each wire ended with which status, forwarded or not. */
    Map<String, Integer> ends() {
        return ends;
    }
}
