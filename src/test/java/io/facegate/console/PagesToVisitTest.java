package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PagesToVisitTest {
    @Test
    void everyPageIsVisited() {
        assertThat(PagesToVisit.unvisited(PagesToVisit.all())).isEmpty();
        assertThat(PagesToVisit.withoutResource()).isEmpty();
    }

    /** Broken control: a page whose addresses are all left out, though another resource would answer there. */
    @Test
    void aPageThatIsLeftOutIsFound() {
        var some = new TreeSet<>(PagesToVisit.all());
        some.removeIf(address -> address.startsWith("/console/policies/history"));
        some.removeIf(address -> address.startsWith("/console/work/stops"));
        assertThat(PagesToVisit.unvisited(some))
                .containsExactly("/console/policies/history", "/console/work/stops/{id}");
    }
}
