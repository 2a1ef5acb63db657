package io.facegate.differential;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Log of a run: the decisions of each request, and how requests ended. */
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
        // A batch of AuthZEN evaluations has its ids only in the body.
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

    /** Number of requests by wire and status, and whether they were forwarded. */
    Map<String, Integer> ends() {
        return ends;
    }
}
