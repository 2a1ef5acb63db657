package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeVendor.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What callers were told, what the vendor was sent, and what the one ledger says, once all gateways were stopped. */
final class FleetAccounts {
    private static final String AGENT = "facegate decision/";
    private static final String ROLE = "arn:aws:iam::123456789012:role/facegate";

    private final Fleet fleet;
    private final List<FleetLoad.Call> calls;
    private final List<JsonNode> records;
    private final List<String> sent;

    FleetAccounts(Fleet fleet, List<FleetLoad.Call> calls) {
        this.fleet = fleet;
        this.calls = calls;
        this.records = fleet.records();
        this.sent = fleet.vendor().seen().stream().map(FleetAccounts::decision).toList();
    }

    /** Stops the gateways, and requires that callers, vendor, ledger and trail agree. */
    static void requireWhole(Fleet fleet, List<FleetLoad.Call> calls, Path folder) throws IOException {
        assertThat(fleet.vendor().seen())
                .as("nobody did work that nobody was told of")
                .hasSameSizeAs(calls);
        fleet.stopGateways();
        var accounts = new FleetAccounts(fleet, calls);
        accounts.areWhole();
        accounts.agreeWithTheTrail(folder);
    }

    private static String decision(Seen seen) {
        var agent = String.valueOf(seen.header("user-agent"));
        return agent.substring(agent.indexOf(AGENT) + AGENT.length());
    }

    /** One order, every answer with its decision, every permit with its end, and nothing at the vendor without a permit. */
    void areWhole() throws IOException {
        var answered = calls.stream()
                .filter(FleetLoad.Call::isAnswered)
                .map(FleetLoad.Call::decision)
                .toList();
        var permits = ids("permit");
        var ended = endings();
        assertThat(new HashSet<>(answered))
                .as("each answer is of a decision of its own")
                .hasSize(answered.size());
        assertThat(new HashSet<>(sent)).as("no decision is sent twice").hasSize(sent.size());
        assertThat(new HashSet<>(ended)).as("no permit ends twice").hasSize(ended.size());
        assertThat(without(answered, permits))
                .as("answers without a decision in the ledger")
                .isEmpty();
        assertThat(without(sent, permits)).as("sent without a record").isEmpty();
        assertThat(without(answered, sent))
                .as("answered without having been sent")
                .isEmpty();
        assertThat(without(permits, ended)).as("permits without an end").isEmpty();
        assertThat(without(ended, permits)).as("ends of no permit").isEmpty();
        assertThat(fleet.command(0, "ledger", "verify").expect(0).out()).contains("The ledger verifies: ");
    }

    private static Set<String> without(Collection<String> all, Collection<String> known) {
        var left = new HashSet<>(all);
        left.removeAll(Set.copyOf(known));
        return left;
    }

    private Set<String> ids(String verdict) {
        return records.stream()
                .filter(record -> record.path("verdict").asText().equals(verdict))
                .map(record -> record.path("id").asText())
                .collect(Collectors.toSet());
    }

    private List<String> endings() {
        return records.stream()
                .filter(record -> record.path("kind").asText().equals("OUTCOME"))
                .map(record -> record.path("decision_ref").asText())
                .toList();
    }

    /** The product's own comparison of the vendor's trail with the ledger finds nothing that went round. */
    void agreeWithTheTrail(Path folder) throws IOException {
        var trail = folder.resolve("trail.jsonl");
        Files.write(
                trail, fleet.vendor().seen().stream().map(FleetAccounts::line).toList());
        var found = fleet.command(0, "reconcile", "--vendor", "aws", "--trail", trail.toString(), "--principal", ROLE);
        assertThat(found.code()).as(found.out() + found.err()).isZero();
        assertThat(found.out())
                .contains(String.format(Locale.ROOT, "%,d face calls compared, %1$,d covered", sent.size()));
    }

    /** A line of CloudTrail, at the second in which the gateway signed the call. */
    private static String line(Seen seen) {
        var time = String.valueOf(seen.header("x-amz-date"))
                .replaceAll("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z");
        return """
            {"eventVersion":"1.08","userIdentity":{"type":"AssumedRole",\
            "arn":"arn:aws:sts::123456789012:assumed-role/facegate/i-0","sessionContext":{"sessionIssuer":\
            {"type":"Role","arn":"%s"}}},"eventTime":"%s","eventSource":"rekognition.amazonaws.com",\
            "eventName":"DetectFaces","sourceIPAddress":"198.51.100.7","userAgent":"%s","requestID":"%s",\
            "eventID":"%s"}\
            """.formatted(ROLE, time, AGENT + decision(seen), UUID.randomUUID(), UUID.randomUUID());
    }
}
