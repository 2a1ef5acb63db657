package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.call.Refusal;
import io.facegate.cli.Ran;
import io.facegate.identity.Caller;
import io.facegate.ledger.Forged;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyReplayCommandTest {
    private static final String PACK = """
        pack: house
        title: A test
        binds: Everybody.
        rules:
          - {id: nonprofits, effect: permit, match: {organisation: nonprofit, capability: detect, purpose: missing_child}}
          - {id: police, effect: permit, match: {organisation: law_enforcement, capability: [detect, identify]}}
          - id: sure
            effect: refuse
            match: {organisation: law_enforcement, threshold: {below: 0.65}}
            reason: {code: too_unsure, text: Police searches ask for more.}
            citation: {ref: A house rule, checked: 2026-11-24}
        """;

    @TempDir
    private Path folder;

    private Path data;
    private Path policies;

    @BeforeEach
    void write() throws IOException {
        data = folder.resolve("data");
        policies = folder.resolve("policies");
        Files.createDirectories(policies);
        Files.writeString(policies.resolve("house.yaml"), PACK);
    }

    @Test
    void everyRecordComesOutAsItIs() throws IOException {
        keep(fill());
        var ran = run("--json");
        assertThat(ran.code()).isZero();
        assertThat(ran.json()).hasSize(1);
        assertThat(ran.json().getFirst()).hasToString("{\"reproduced\":3,\"differ\":0,\"not_replayable\":{}}");
        assertThat(run("--same").out())
                .isEqualToNormalizingNewlines("3 decisions came out the same as recorded, 0 otherwise.\n");
    }

    @Test
    void aRecordThatIsNotWhatWasDecidedIsNamed() throws Exception {
        keep(fill());
        assertThat(run("--json").code()).isZero();
        var record = Records.of(data).stream()
                .filter(line -> line.contains("\"threshold\":\"0.65\""))
                .findFirst()
                .orElseThrow();
        var other = record.replace("\"threshold\":\"0.65\"", "\"threshold\":\"0.64\"");
        change(record, other);
        var tampered = run("--json");
        assertThat(tampered.code()).isEqualTo(5);
        assertThat(tampered.out()).contains("\"not_replayable\":{\"tampered\":1}");
        Forged.replace(data, other, other);
        var ran = run("--json");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.json()).hasSize(2);
        assertThat(record).contains(ran.json().getFirst().get("differs").asText());
        assertThat(run().out()).contains("Otherwise: ", "2 decisions came out the same as recorded, 1 otherwise.");
    }

    @Test
    void whatCannotBeJudgedAgainIsCountedWithTheReason() throws Exception {
        var digest = fill();
        assertThat(run("--json").out()).contains("\"reproduced\":0", "\"not_replayable\":{\"policies_gone\":3}");
        keep(digest);
        Files.writeString(data.resolve("policies").resolve(digest).resolve("house.yaml"), PACK + "# altered\n");
        assertThat(run("--json").out()).contains("\"not_replayable\":{\"policies_changed\":3}");
        keep(digest);
        var lines = Records.of(data).stream()
                .filter(line -> line.contains("DECISION"))
                .toList();
        Forged.replace(data, lines.get(0), lines.get(0).replace("record/2", "record/1"));
        Forged.replace(data, lines.get(2), "{\"kind\":");
        change(lines.get(1), "");
        var ran = run();
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.out())
                .contains(
                        "0 decisions came out",
                        "1 not replayable: its record has an older schema that does not hold all inputs.",
                        "1 not replayable: its record cannot be read")
                // Alone in its batch, and not at the beginning, a record without bytes was not pruned.
                .contains("1 not replayable: its record does not verify");
    }

    @Test
    void whatOthersRefusedAfterwardsIsJudgedAsFarAsPoliciesGo() throws IOException {
        String digest;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var loaded = PolicyEngine.load(policies);
            digest = loaded.digest();
            var question = Sample.asked();
            var permit = (Decision.Permit) loaded.decide(question.caller(), question.call(), question.now());
            var refusal = new Refusal("pdp_refused", "facegate/pdp_refused", "No.", null, null, "Ask.");
            ledger.refuse(
                    question,
                    new Decision.Refuse(
                            refusal, "decision point: refused", "", permit.matched(), permit.nonDeciding(), digest));
        }
        keep(digest);
        assertThat(run("--json").out()).contains("\"reproduced\":1");
        assertThat(run("--policies", policies.toString(), "--json").out())
                .contains("\"flip\":0", "\"not_replayable\":{\"beyond\":1}");
    }

    @Test
    void otherPoliciesAreComparedInGroups() throws IOException {
        fill();
        var next = folder.resolve("next");
        Files.createDirectories(next);
        Files.writeString(
                next.resolve("house.yaml"),
                PACK.replace("0.65", "0.9").replace("purpose: missing_child", "purpose: redaction"));
        var ran = run("--policies", next.toString(), "--json");
        assertThat(ran.code()).isZero();
        var police = ran.json().stream()
                .filter(line -> line.path("was_rule").asText().equals("house/police"))
                .findFirst()
                .orElseThrow();
        assertThat(police.get("was").asText()).isEqualTo("permit");
        assertThat(police.get("would").asText()).isEqualTo("refuse");
        assertThat(police.get("would_rule").asText()).isEqualTo("house/sure");
        assertThat(police.get("organisation_type").asText()).isEqualTo("law_enforcement.police");
        assertThat(police.get("capabilities").asText()).isEqualTo("identify.retro,identify.live");
        assertThat(police.get("purpose").asText()).isEqualTo("investigation");
        assertThat(police.get("count").asLong()).isEqualTo(1);
        assertThat(Records.of(data))
                .anyMatch(line -> line.contains(police.get("first").asText()));
        assertThat(ran.json().getLast().get("flip").asLong()).isEqualTo(2);
        assertThat(ran.json().getLast().get("same").asLong()).isEqualTo(1);
        assertThat(run("--policies", next.toString()).out())
                .contains(
                        "1 x permit -> refuse: law_enforcement.police, identify.retro,identify.live, investigation",
                        "was by house/police, would be by house/sure",
                        "2 decisions would be reversed; 1 the same");
    }

    @Test
    void onlyTheAskedTimeIsJudged() throws IOException {
        keep(fill());
        assertThat(run("--from", "2026-11-24T22:51:08Z", "--json").out()).contains("\"reproduced\":1");
        assertThat(run("--until", "2026-11-24T22:51:08Z", "--json").out()).contains("\"reproduced\":2");
        assertThat(run("--from", "2026-11-25", "--json").out()).contains("\"reproduced\":0");
        assertThat(run("--from", "soon").code()).isEqualTo(2);
    }

    @Test
    void wrongUseIsSaid() throws IOException {
        assertThat(run().err()).contains("There is no ledger in");
        fill();
        assertThat(run("--same", "--policies", policies.toString()).code()).isEqualTo(2);
        Files.writeString(policies.resolve("house.yaml"), "pack: house\n");
        assertThat(run("--policies", policies.toString()).code()).isEqualTo(3);
        assertThat(run("--policies", folder.resolve("nowhere").toString()).code())
                .isEqualTo(2);
    }

    /** One nonprofit permitted, one search at the threshold permitted, one below it refused; gives the digest. */
    private String fill() {
        var loaded = PolicyEngine.load(policies);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            decide(ledger, loaded, Sample.asked());
            decide(ledger, loaded, search(0.65, Sample.NOW));
            decide(ledger, loaded, search(Math.nextDown(0.65), Sample.NOW.plusSeconds(1)));
        }
        return loaded.digest();
    }

    private static void decide(Ledger ledger, PolicyEngine loaded, Question question) {
        switch (loaded.decide(question.caller(), question.call(), question.now())) {
            case Decision.Permit permit ->
                ledger.close(ledger.recordPermit(question, permit), new Ledger.Ending("ok", "", 1, 10));
            case Decision.Refuse refuse -> ledger.refuse(question, refuse);
        }
    }

    private static Question search(double threshold, Instant now) {
        Caller police = Sample.caller(Sample.police(), "investigation");
        var call = Sample.search("suspects");
        var facts = call.facts();
        var at = FaceCall.Facts.of(facts.capabilities())
                .withCrowd(facts.ifSeveral(), null)
                .inGallery(facts.gallery())
                .referringTo(facts.references())
                .withThreshold(threshold);
        return new Question(
                police,
                new FaceCall(call.provider(), call.operation(), at, call.request(), call.params(), null),
                "198.51.100.0/24",
                now);
    }

    private void keep(String digest) throws IOException {
        var kept = data.resolve("policies").resolve(digest);
        Files.createDirectories(kept);
        Files.writeString(kept.resolve("house.yaml"), PACK);
    }

    private void change(String record, String other) throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var read = file.createStatement();
                var write = file.prepareStatement("UPDATE batch SET lines = ? WHERE first = ?")) {
            var found = new ArrayList<Object[]>();
            try (var rows = read.executeQuery("SELECT first, lines FROM batch")) {
                while (rows.next()) {
                    found.add(new Object[] {rows.getLong(1), new String(rows.getBytes(2), StandardCharsets.UTF_8)});
                }
            }
            for (var row : found) {
                write.setBytes(1, ((String) row[1]).replace(record, other).getBytes(StandardCharsets.UTF_8));
                write.setLong(2, (Long) row[0]);
                write.executeUpdate();
            }
        }
    }

    private Ran run(String... arguments) {
        var all = new ArrayList<>(List.of("replay", "--data", data.toString()));
        all.addAll(List.of(arguments));
        return Ran.of(new PolicyCommand(), all);
    }
}
