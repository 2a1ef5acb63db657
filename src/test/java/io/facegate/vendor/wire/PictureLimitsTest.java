package io.facegate.vendor.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PictureLimitsTest {
    private static final PictureLimits LIMITS = new PictureLimits(1000, 50_000_000);

    @Test
    void anEmptyImageIsCalledEmpty() {
        assertThatThrownBy(() -> LIMITS.read(new byte[0])).hasMessage("The image is empty.");
        assertThatThrownBy(() -> LIMITS.read("text".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("neither JPEG nor PNG");
        assertThatThrownBy(() -> LIMITS.read(new byte[1001])).hasMessageContaining("at most 1,000 are accepted");
    }
}
