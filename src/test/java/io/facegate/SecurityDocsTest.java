package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every way round the gateway that the security page lists has its tests on the evidence page; what it says of the shipped policies holds. */
class SecurityDocsTest {
    private static final int WAYS = 26;
    private static final FaceCall EXPORT = new FaceCall(
            "compreface",
            "VerifyEmbeddings",
            Facts.of(Set.of(Capability.TEMPLATE_EXPORT)),
            new NormalizedRequest.VendorSpecific(""),
            Map.of(),
            null);

    @Test
    void whatClosesEachWayRoundIsShown() throws IOException {
        var ways = rows("docs/security.md");
        var shown = rows("docs/evidence.md");
        assertThat(ways).hasSize(WAYS);
        assertThat(shown).hasSize(WAYS);
        var tests = NamedTests.all();
        for (int at = 0; at < WAYS; at++) {
            var way = ways.get(at).split("\\|");
            var columns = shown.get(at).split("\\|");
            assertThat(way).as(ways.get(at)).hasSize(3);
            assertThat(columns).as(shown.get(at)).hasSize(4);
            assertThat(way[1]).startsWith(" " + (at + 1) + ". ").isEqualTo(columns[1]);
            tests.demandIn(columns[2]);
        }
    }

    private static List<String> rows(String page) throws IOException {
        return Files.readString(Path.of(page))
                .split("\\| way round \\|", 2)[1]
                .split("\n\n", 2)[0]
                .lines()
                .filter(line -> line.startsWith("| "))
                .toList();
    }

    @Test
    void noRuleThatShipsPermitsTemplatesToLeave() throws IOException {
        var shipped = PolicyEngine.load(Path.of("policies"));
        var now = Instant.parse("2026-11-25T12:00:00Z");
        for (var type : WordList.ORGANISATIONS.words()) {
            for (var purpose : WordList.PURPOSES.words()) {
                var whose = TestOrganisation.of("o", type)
                        .named("O")
                        .in("US-OR")
                        .purposes(purpose)
                        .build();
                var caller = TestCaller.of(whose)
                        .purpose(purpose)
                        .by("api_key", "key")
                        .build();
                assertThat(shipped.decide(caller, EXPORT, now))
                        .as(type + " for " + purpose)
                        .isInstanceOf(Decision.Refuse.class);
            }
        }
    }
}
