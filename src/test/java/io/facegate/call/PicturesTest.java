package io.facegate.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A size that there is not, or that is not known, is no number. */
class PicturesTest {
    @Test
    void noPictureHasNoSize() {
        assertThat(new Pictures(0, 0, 0))
                .isEqualTo(new Pictures(OptionalInt.of(0), OptionalLong.empty(), OptionalLong.empty()));
        assertThat(Pictures.UNCOUNTED.bytes()).isEmpty();
        assertThat(Pictures.UNCOUNTED.pixels()).isEmpty();
    }

    @Test
    void sizesAreRoundedUpToTwoDigits() {
        var pictures = new Pictures(2, 1_234_567, 101);
        assertThat(pictures.bytes()).hasValue(1_300_000);
        assertThat(pictures.pixels()).hasValue(110);
    }
}
