package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.vocabulary.Language;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page that uses one of our own terms explains it, in the page's language. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class TermBoxTest {
    private static final List<String> PAGES = List.of(
            "/console",
            "/console/counts?by=refusals",
            "/console/decisions",
            "/console/decisions/none",
            "/console/work",
            "/console/policies",
            "/console/policies/history",
            "/console/policies/eu-ai-act-post-remote",
            "/console/policies/eu-ai-act-post-remote/authorisation",
            "/console/calendar",
            "/console/try",
            "/console/try?capability=identify&type=law_enforcement.police&purpose=suspect_identification",
            "/console/organisations",
            "/console/organisations/hope",
            "/console/organisations/hope/permissions",
            "/console/reports?from=2026-07-01&until=2026-09-30",
            "/console/integrity",
            "/console/nothing");

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleLogin login;

    @Inject
    ConsoleRooms rooms;

    @AfterEach
    void end() {
        rooms.archive.clear();
    }

    @Test
    void pagesExplainTheTermsThatTheyUse() throws Exception {
        SampleRecords.into(rooms.archive);
        var visitor = new TestVisitor(server, login);
        for (var path : PAGES) {
            var english = visitor.get(path).body();
            assertThat(PageTerms.unexplained(english)).as(path).isEmpty();
            assertThat(english).as(path).doesNotContain("<template");
            var french = visitor.getInFrench(path).body();
            assertThat(PageTerms.unexplained(french)).as(path + " in French").isEmpty();
        }
        assertThat(visitor.get("/console/integrity").body())
                .contains("id=\"term-checkpoint\"", "id=\"term-witness\"", "also signs checkpoints");
        assertThat(visitor.getInFrench("/console/integrity").body()).contains("Un tiers indépendant qui signe aussi");
        assertThat(PageTerms.unexplained(visitor.getLoggedOut("/console").body()))
                .isEmpty();
    }

    /** Broken control: the same page without one explanation, and without the box. */
    @Test
    void aTermWithoutItsExplanationIsFound() throws Exception {
        var page = new TestVisitor(server, login).get("/console/integrity").body();
        assertThat(PageTerms.unexplained(page.replace("An independent party", "A party")))
                .containsExactly("witness");
        assertThat(PageTerms.unexplained(page.replace("<details class=\"terms\"", "<details")))
                .contains("checkpoint", "witness");
        assertThat(PageTerms.unexplained("<html lang=\"fr\"><main>Deux <b>témoins</b>, base/ledger</main>"))
                .containsExactly("witness");
    }

    @Test
    void aPageWithoutOurTermsHasNoBoxAndCodesAreNoTerms() {
        assertThat(TermBox.explain(
                        "<html lang=\"en\"><main>/log, my-pack log_1.<template id=\"terms\">" + "</template></main>"))
                .isEqualTo("<html lang=\"en\"><main>/log, my-pack log_1.</main>");
        assertThat(TermBox.explain("No page")).isEqualTo("No page");
    }

    @Test
    void whatMayBeChosenIsNotExplained() {
        var end = "<template id=\"terms\"></template></main>";
        assertThat(TermBox.explain("<html lang=\"en\"><main><option value=\"held\" selected>Held for review</option>"
                        + "<p>Outcome not known</p>" + end))
                .doesNotContain("<details");
        assertThat(TermBox.explain("<html lang=\"en\"><main><p>Held for review</p>" + end))
                .contains("term-held");
        assertThat(TermBox.explain("<html lang=\"en\"><main><p>Not known, and it matters</p>" + end))
                .contains("term-unknown");
        assertThat(TermBox.explain("<html lang=\"fr\"><main><p>Elles sont altérées.</p>" + end))
                .contains("term-tampered");
    }

    @Test
    void everyTermHasItsWordsInEachLanguage() {
        for (var language : Language.values()) {
            var speech = new PageLanguage(language, "");
            for (var key : TermBox.TERMS) {
                assertThat(speech.say("term." + key)).as(key).endsWith(".");
                assertThat(speech.say("term." + key + ".word")).as(key).isNotBlank();
                assertThat(speech.list("term." + key + ".forms")).as(key).allMatch(form -> !form.isBlank());
            }
        }
    }

    @Test
    void noExplanationIsForgotten() throws IOException {
        for (var file : List.of("console.properties", "console_fr.properties")) {
            try (var lines = Files.lines(Path.of("src/main/resources/io/facegate/console", file))) {
                assertThat(lines.filter(line -> line.matches("term\\.[a-z]+\\.word = .*"))
                                .map(line -> line.split("\\.")[1]))
                        .as(file)
                        .containsExactlyInAnyOrderElementsOf(TermBox.TERMS);
            }
        }
    }

    /** A page that is rendered elsewhere would have no box. */
    @Test
    void pagesAreRenderedInOnePlace() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java/io/facegate"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(TermBoxTest::renders)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ConsolePages.java", "TermBox.java");
        }
        assertThat(Files.readString(Path.of("src/main/resources/templates/console/layout.html")))
                .containsOnlyOnce("<template id=\"terms\"></template>");
    }

    private static boolean renders(Path file) {
        try {
            return Files.readString(file).contains(".render()");
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
