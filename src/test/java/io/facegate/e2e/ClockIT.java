package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.ledger.fault.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A gateway whose clock was set before it started: dated rules do not change by it. */
class ClockIT {
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));

    @TempDir
    private Path folder;

    @Test
    void aClockBehindTheNewestRecordRefusesEveryCallUntilItIsRight() throws Exception {
        var data = folder.resolve("data");
        var police = Cast.add(data, "pd", "law_enforcement.police", "suspect_identification");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var vendor = FakeVendor.start()) {
            vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}"));
            var before = Instant.parse("2020-06-09T12:00:00Z");
            try (var gateway = at(Duration.between(Instant.now(), before), vendor, data, Path.of("policies"))) {
                for (var key : List.of(police, hope)) {
                    var answer = detect(gateway, key, before);
                    assertThat(answer.error()).isEqualTo("AccessDeniedException");
                    assertThat(answer.message()).contains("clock_behind");
                    assertThat(record(data, answer).path("verdict").asText()).isEqualTo("refuse");
                    assertThat(record(data, answer).path("doubt").asText()).isEqualTo("clock_behind");
                }
                assertThat(vendor.seen()).isEmpty();
                assertThat(gateway.log()).contains("Every call is refused (clock_behind)");
                assertThat(gateway.readiness()).contains("\"behind\"");
            }
            try (var gateway = Gateways.inFrontOf(vendor.url(), data)) {
                assertThat(detect(gateway, hope, Instant.now()).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void whatAMoratoriumsEndWouldPermitWaitsForAPersonWhenTheClockJumpedOverIt() throws Exception {
        var data = folder.resolve("data");
        var police = Cast.add(data, "pd", "law_enforcement.police", "suspect_identification");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        var policies = moratorium(Instant.now().plus(Duration.ofDays(30)));
        try (var vendor = FakeVendor.start()) {
            vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}"));
            try (var gateway = at(Duration.ofDays(60), vendor, data, policies)) {
                var later = Instant.now().plus(Duration.ofDays(60));
                var waiting = detect(gateway, police, later);
                assertThat(waiting.error()).isEqualTo("AccessDeniedException");
                assertThat(waiting.message()).contains("clock_unconfirmed");
                assertThat(vendor.seen()).isEmpty();
                assertThat(detect(gateway, hope, later).status())
                        .as("what was permitted before the boundary goes on")
                        .isEqualTo(200);
            }
            try (var gateway = at(Duration.ofDays(60), vendor, data, policies)) {
                var later = Instant.now().plus(Duration.ofDays(60));
                assertThat(detect(gateway, police, later).message())
                        .as("the records of a clock that was not confirmed move nothing")
                        .contains("clock_unconfirmed");
                accept(data, Duration.ofDays(60));
                assertThat(detect(gateway, police, later).status()).isEqualTo(200);
            }
            try (var gateway = Gateways.inFrontOf(vendor.url(), data, "--policies", policies.toString())) {
                assertThat(detect(gateway, hope, Instant.now()).message())
                        .as("the clock that was accepted is the ledger's from now on")
                        .contains("clock_behind");
                accept(data, Duration.ZERO);
                assertThat(detect(gateway, hope, Instant.now()).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void twoStepsOfTheClockReachNoFurtherThanOne() throws Exception {
        var data = folder.resolve("data");
        var police = Cast.add(data, "pd", "law_enforcement.police", "suspect_identification");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        var policies = moratorium(Instant.now().plus(Duration.ofDays(300)));
        try (var vendor = FakeVendor.start()) {
            vendor.answers(Answer.of(200, "{\"FaceDetails\":[]}"));
            try (var gateway = at(Duration.ofDays(299), vendor, data, policies)) {
                assertThat(detect(gateway, hope, Instant.now().plus(Duration.ofDays(299)))
                                .status())
                        .isEqualTo(200);
            }
            try (var gateway = at(Duration.ofDays(301), vendor, data, policies)) {
                var later = Instant.now().plus(Duration.ofDays(301));
                assertThat(detect(gateway, police, later).message()).contains("clock_unconfirmed");
                assertThat(detect(gateway, hope, later).status()).isEqualTo(200);
            }
            assertThat(Gateway.records(data).stream()
                            .filter(record -> record.path("act").asText().equals("clock_accept")))
                    .as("nobody confirmed the clock")
                    .isEmpty();
        }
    }

    private static Wire.Answer detect(Gateway gateway, Gateway.Key key, Instant when) {
        var identity = AwsCredentialsIdentity.create(key.id(), key.secret());
        return Wire.signed(gateway.calls(), identity, "DetectFaces", DETECT, Wire.at(when))
                .send();
    }

    private static JsonNode record(Path data, Wire.Answer answer) {
        return Gateway.records(data).stream()
                .filter(record -> record.path("id").asText().equals(answer.decision()))
                .findFirst()
                .orElseThrow();
    }

    private static void accept(Path data, Duration ahead) throws IOException, InterruptedException {
        var builder =
                Launcher.of(Path.of("."), "ledger", "clock", "accept", "--by", "m.roe", "--data", data.toString());
        builder.environment().putAll(setAhead(ahead));
        var process = builder.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Gateway at(Duration ahead, FakeVendor vendor, Path data, Path policies)
            throws IOException, InterruptedException {
        return Gateways.inFrontOf(vendor.url(), data, setAhead(ahead), "--policies", policies.toString());
    }

    /** The environment of a process whose clock is ahead from its first millisecond on; behind, if negative. */
    private static Map<String, String> setAhead(Duration ahead) throws IOException, InterruptedException {
        return Map.of(
                "LD_PRELOAD",
                Faults.library().toString(),
                "FAULT_FOLDER",
                "/nowhere",
                "FAULT_CLOCK",
                "1:" + ahead.toSeconds());
    }

    private Path moratorium(Instant until) throws IOException {
        var policies = Files.createDirectories(folder.resolve("policies"));
        Files.copy(Path.of("policies/facegate-base.yaml"), policies.resolve("facegate-base.yaml"));
        Files.writeString(policies.resolve("test-moratorium.yaml"), """
            pack: test-moratorium
            title: A moratorium that ends
            binds: Police.
            rules:
              - id: police
                effect: refuse
                match:
                  organisation: law_enforcement.police
                  capability: detect
                from: 2020-06-10
                until: %s
                zone: UTC
                reason:
                  code: moratorium
                  text: Police wait.
                citation:
                  ref: A test
                  checked: 2026-11-24
                  evidence: secondary
                appeal: write to the operator.
              - id: police-afterwards
                effect: permit
                match:
                  organisation: law_enforcement.police
                  purpose: suspect_identification
                  capability: detect
            """.formatted(
                        until.toString().substring(0, 10)));
        return policies;
    }
}
