package io.facegate.console.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypedFieldsTest {
    @Test
    void everyFieldOfThePagesIsTriedWithAHostileText() {
        assertThat(TypedFields.listed()).isEqualTo(TypedFields.inTemplates());
    }

    @Test
    void everyTestThatIsNamedIsThere() {
        assertThat(Arrays.stream(HostileTextInChromiumTest.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(method -> method.getName()))
                .containsAll(TypedFields.tests());
    }

    /** Broken control: fields of a page and of the parts that it includes, and what takes no text. */
    @Test
    void aNewFieldIsFound() {
        assertThat(TypedFields.in(Map.of(
                        "new.html",
                        """
                        <input id="plain" {#if 2 > 1}required{/if}><input type="email" value="{a ? '>' : "b"}" id="mail">
                        <input type="date" id="day"><input type="checkbox" name="one"><textarea name="nameless"></textarea>
                        {#include console/part hint=s.say('x') /}
                        """,
                        "part.html",
                        "{#include console/deeper /}",
                        "deeper.html",
                        "<textarea id=\"reason\"></textarea>",
                        "other.html",
                        "{#include console/part /}")))
                .containsExactly(
                        "new.html ", "new.html mail", "new.html plain", "new.html reason", "other.html reason");
    }
}
