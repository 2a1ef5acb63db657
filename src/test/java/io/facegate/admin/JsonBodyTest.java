package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies of the admin API: bounded, strict, and told where they are wrong. */
class JsonBodyTest {
    private static final List<String> KEYS = List.of("a", "b");

    private static JsonBody read(String json) {
        return JsonBody.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), KEYS);
    }

    @Test
    void valuesAreRead() {
        assertThat(read("{\"a\":\"one\"}").text("a")).isEqualTo("one");
        assertThat(read("{\"a\":null}").optionalText("a")).isNull();
        assertThat(read("{\"a\":[\"x\",\"x\",\"y\"]}").texts("a")).containsExactly("x", "y");
        assertThat(read("{\"a\":{\"n\":[\"x\"]}}").lists("a")).isEqualTo(Map.of("n", List.of("x")));
        assertThat(read("{\"a\":true}").flag("a")).isTrue();
        assertThat(read("{\"a\":3}").number("a", 3)).isEqualTo(3);
        assertThat(read("{\"a\":\"2027-01-31T12:00:00.5Z\"}").moment("a")).hasToString("2027-01-31T12:00:00Z");
    }

    @Test
    void mistakesNameTheirPlace() {
        refused("{\"c\":1}", "\"pointer\":\"/c\"");
        refused("{\"a\":1,\"a\":2}", "malformed_body");
        refused("{} {}", "malformed_body");
        refused("[]", "malformed_body");
        refused("{\"a\":\"" + "x".repeat(70_000) + "\"}", "body_too_large");
        for (var wrong : List.of("1", "\"\"", "\"two\\nlines\"", "\"\\ud800\"", "{}", "null")) {
            assertThatThrownBy(() -> read("{\"a\":" + wrong + "}").text("a"))
                    .as(wrong)
                    .isInstanceOf(AdminProblem.class);
        }
        assertThatThrownBy(() -> read("{\"a\":[1]}").texts("a")).isInstanceOf(AdminProblem.class);
        assertThatThrownBy(() -> read("{\"a\":\"x\"}").texts("a")).isInstanceOf(AdminProblem.class);
        assertThatThrownBy(() -> read("{\"a\":\"yes\"}").flag("a")).isInstanceOf(AdminProblem.class);
        assertThatThrownBy(() -> read("{\"a\":4}").number("a", 3)).isInstanceOf(AdminProblem.class);
        assertThatThrownBy(() -> read("{\"a\":\"tomorrow\"}").moment("a")).isInstanceOf(AdminProblem.class);
        assertThatThrownBy(() -> read("{\"a\":[]}").lists("a")).isInstanceOf(AdminProblem.class);
    }

    private static void refused(String json, String expected) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        AdminProblem.class,
                        problem -> assertThat(
                                        new String((byte[]) problem.response().getEntity(), StandardCharsets.UTF_8))
                                .contains(expected));
    }

    @Test
    void aReasonInAHeaderCanHaveAnyCharacter() {
        assertThat(PercentText.decode("Gew%C3%A4hrt, 100%25.")).isEqualTo("Gewährt, 100%.");
        assertThat(PercentText.decode("plain")).isEqualTo("plain");
        for (var wrong : List.of("%", "%4", "%zz", "%C3", "ä", "a\tb")) {
            assertThat(PercentText.decode(wrong)).as(wrong).isNull();
        }
    }
}
