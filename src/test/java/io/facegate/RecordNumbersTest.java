package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sentences for people count records from 1: what follows the word record is an index plus one, a size or an id. */
class RecordNumbersTest {
    private static final Pattern NUMBER = Pattern.compile(
            "\"(?:[^\"\\\\\n]|\\\\.)*?(?<!-)\\b(?:[Rr]ecords?|RECORD)(?: at)? \"\\s*\\+\\s*(\\((?:[^()]|\\(\\))*\\)|[\\w.]+(?:\\(\\))?(?:\\.[\\w]+(?:\\(\\))?)*)");

    /** Sizes, counts, numbers that count from 1 already, and ids. An index minus one plus one is left out, too. */
    private static final Set<String> NO_INDEX = Set.of(
            "prune.minimum",
            "hold.minimum",
            "check.firstKept()",
            "kept",
            "to",
            "details.treeSize()",
            "done.searched()",
            "found.searched()",
            "whole.records()",
            "row.record",
            "step.id()",
            "id",
            "NAME");

    private static List<String> wrong(String source) {
        return NUMBER.matcher(source)
                .results()
                .map(found -> found.group(1))
                .filter(value -> !value.contains("+ 1") && !NO_INDEX.contains(value))
                .toList();
    }

    @Test
    void sentencesCountFromOne() throws IOException {
        try (var all = Files.walk(Path.of("src/main/java"))) {
            int sentences = 0;
            for (var file :
                    all.filter(each -> each.toString().endsWith(".java")).toList()) {
                var source = Files.readString(file);
                sentences += (int) NUMBER.matcher(source).results().count();
                assertThat(wrong(source)).as(file.toString()).isEmpty();
            }
            assertThat(sentences).isGreaterThan(20);
        }
    }

    @Test
    void anIndexIsFound() {
        assertThat(wrong("\"Changed at record \" + found.index() + '.'")).containsExactly("found.index()");
        assertThat(wrong("\"the tree of records \"\n + batch.first() + \" to\""))
                .containsExactly("batch.first()");
        assertThat(wrong("\"up to record \" + (kept - 1) + 'x'")).containsExactly("(kept - 1)");
        assertThat(wrong("\"RECORD \" + each.index() + \" DOES NOT\"")).containsExactly("each.index()");
        assertThat(wrong("\"Record \" + (found.index() + 1) + '.'")).isEmpty();
    }
}
