package io.facegate.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages a server takes for its own. */
class WebOriginTest {
    private static final WebOrigin OWN = new WebOrigin(true, "gateway.example", 8443);

    @Test
    void schemeHostAndPortMustBeTheServers() {
        assertThat(OWN.isNamedBy("https://gateway.example:8443")).isTrue();
        assertThat(OWN.isNamedBy("https://GATEWAY.example:8443")).isTrue();
        assertThat(new WebOrigin(true, "gateway.example", -1).isNamedBy("https://gateway.example"))
                .isTrue();
        assertThat(new WebOrigin(true, "gateway.example", 0).isNamedBy("https://gateway.example:443"))
                .isTrue();
        assertThat(new WebOrigin(false, "[::1]", 80).isNamedBy("http://[::1]")).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "null",
                "http://gateway.example:8443",
                "https://gateway.example",
                "https://gateway.example:8444",
                "https://gateway.example.evil.example:8443",
                "https://evil.example:8443",
                "gateway.example:8443",
                "https://gateway.example:8443 https://evil.example",
                "https://[",
                "\u0000"
            })
    void anythingElseIsAnothers(String header) {
        assertThat(OWN.isNamedBy(header)).isFalse();
    }
}
