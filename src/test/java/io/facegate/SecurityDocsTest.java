package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.Decision;
import io.facegate.policy.Policies;
import io.facegate.policy.vocabulary.WordList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every way round the gateway that the document lists has a test; what it says of the shipped policies holds. */
class SecurityDocsTest {
    private static final int WAYS = 26;
    private static final FaceCall EXPORT = new FaceCall(
            "compreface",
            "VerifyEmbeddings",
            Facts.of(Set.of(Capability.TEMPLATE_EXPORT)),
            new NormalizedRequest.Particular(""),
            Map.of(),
            null);

    @Test
    void whatClosesEachWayRoundIsShown() throws IOException {
        var rows = Files.readString(Path.of("docs/security.md"))
                .split("\\| way round \\|", 2)[1]
                .split("\n\n", 2)[0]
                .lines()
                .filter(line -> line.startsWith("| "))
                .toList();
        assertThat(rows).hasSize(WAYS);
        var tests = NamedTests.all();
        for (int at = 0; at < WAYS; at++) {
            var columns = rows.get(at).split("\\|");
            assertThat(columns).as(rows.get(at)).hasSize(4);
            assertThat(columns[1]).startsWith(" " + (at + 1) + ". ");
            tests.demandIn(columns[3]);
        }
    }

    @Test
    void noRuleThatShipsPermitsTemplatesToLeave() throws IOException {
        var shipped = Policies.load(Path.of("policies"));
        var now = Instant.parse("2026-11-25T12:00:00Z");
        for (var type : WordList.ORGANISATIONS.words()) {
            for (var purpose : WordList.PURPOSES.words()) {
                var whose = new Organisation("o", "O", type, List.of("US-OR"), Set.of(purpose), false, null);
                var caller = new Caller(whose, List.of(), purpose, List.of(), "api_key", "key", null);
                assertThat(shipped.decide(caller, EXPORT, now))
                        .as(type + " for " + purpose)
                        .isInstanceOf(Decision.Refuse.class);
            }
        }
    }
}
