package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MethodLengthsTest {
    @Test
    void namesAMethodThatIsTooLong() {
        var lines = """
                class A {
                    int one(
                            int two,
                            int three) {
                        if (two > 1) {
                            return 1;
                        }
                        return three;
                    }

                    record B(
                            int four) {
                        int short() {
                            return 1;
                        }
                    }
                }
                """.lines().toList();
        assertThat(MethodLengths.over(7, lines)).containsExactly("int one( has 8 lines");
        assertThat(MethodLengths.over(8, lines)).isEmpty();
    }
}
