package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An id is found in what people paste, and one with a mistake is not taken for another. */
class PastedIdTest {
    @ParameterizedTest
    @CsvSource({
        "'Decision 01a23121-f3cf-7066-a7d5-11d3d264db1a.', 01a23121-f3cf-7066-a7d5-11d3d264db1a",
        "01A23121F3CF7066A7D511D3D264DB1A, 01a23121-f3cf-7066-a7d5-11d3d264db1a",
        "01a23121\u2011f3cf\u20117066\u2011a7d5\u201111d3d264db1a, 01a23121-f3cf-7066-a7d5-11d3d264db1a",
        "01a23121 f3cf 7066 a7d5 11d3d264db1a, 01a23121-f3cf-7066-a7d5-11d3d264db1a",
        "'01a23121-f3cf-\n7066-a7d5-11d3d264db1a', 01a23121-f3cf-7066-a7d5-11d3d264db1a",
        "01a23121, 01a23121",
        "' 01a23121-f3cf ', 01a23121-f3cf"
    })
    void anIdIsFound(String pasted, String id) {
        assertThat(PastedId.read(pasted)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0190ab12-34O6-7890-abcd-ef0123456789",
                "0190ab12-3456-7890-abcd-ef01234567890",
                "0190ab1234567890abcdef01234567890",
                "Springfield"
            })
    void anIdWithAMistakeIsLeftAsItIs(String pasted) {
        assertThat(PastedId.read(pasted)).isEqualTo(pasted);
    }
}
