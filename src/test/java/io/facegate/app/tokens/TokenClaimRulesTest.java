package io.facegate.app.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What of an issuer's claims and client is accepted with its entry. */
class TokenClaimRulesTest {
    private static String difference(String secret) {
        var client = new ConsoleClient("console", secret == null ? null : Path.of(secret), "Staff");
        return TokenClaimRules.ofPeople(new PersonRules("sub", client)).difference();
    }

    @Test
    void gatewaysWithFoldersElsewhereAcceptTheSameEntry() {
        assertThat(difference("/srv/a/console.secret")).isEqualTo(difference("/srv/b/console.secret"));
        assertThat(difference("/srv/a/console.secret")).doesNotContain("/srv");
    }

    @Test
    void anotherFileOrNoneIsAnotherEntry() {
        assertThat(difference("/srv/a/console.secret"))
                .isNotEqualTo(difference("/srv/a/other.secret"))
                .isNotEqualTo(difference(null));
    }
}
