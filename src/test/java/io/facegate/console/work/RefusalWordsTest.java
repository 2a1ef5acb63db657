package io.facegate.console.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.BrowserStub;
import io.facegate.console.ConsoleAlone;
import io.facegate.console.PageLanguage;
import io.facegate.console.PeopleOfTheConsole;
import io.facegate.policy.vocabulary.Language;
import io.facegate.registry.TranslatedRefusal;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person is refused on a page is told in the language of the page, and a fault without what is inside. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class RefusalWordsTest {
    private static final Pattern PROBLEM =
            Pattern.compile("<div class=\"problems\" role=\"alert\"><h2>Rien n’a été fait</h2>\\s*<p>([^<]+)</p>");
    private static final PageLanguage FRENCH = new PageLanguage(Language.FR, "/console");

    @TestHTTPResource("/")
    URI server;

    @Inject
    WorkStage stage;

    @Inject
    PeopleOfTheConsole people;

    @BeforeEach
    void begin() {
        stage.register(people);
    }

    @AfterEach
    void end() {
        people.trusted = false;
    }

    /** The problem that the French page tells. */
    private String problem(String person, String page, Map<String, String> fields) {
        var browser = BrowserStub.loggedIn(server, people, person);
        var form = new HashMap<>(fields);
        form.putIfAbsent("form", people.formToken(browser));
        form.putIfAbsent("reason", "Vu.");
        var answer = browser.post(
                page, form, "Origin", browser.origin(), "Sec-Fetch-Site", "same-origin", "Accept-Language", "fr");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        var found = PROBLEM.matcher(answer.body());
        assertThat(found.find()).as(answer.body()).isTrue();
        return found.group(1);
    }

    private String decided(String person, String page, String decision) {
        return problem(person, page, Map.of("decision", decision));
    }

    private static String known(TranslatedRefusal refusal) {
        return FRENCH.say("refusal." + refusal.messageKey());
    }

    private void allow(String person, String page, String decision) {
        var browser = BrowserStub.loggedIn(server, people, person);
        var form = Map.of("form", people.formToken(browser), "decision", decision, "reason", "Vu.");
        assertThat(browser.post(page, form).statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @EnumSource(TranslatedRefusal.class)
    void eachHasWordsInBothLanguages(TranslatedRefusal refusal) {
        var english = new PageLanguage(Language.EN, "/console").say("refusal." + refusal.messageKey());
        assertThat(english).endsWith(".").doesNotContain("--");
        assertThat(known(refusal)).endsWith(".").isNotEqualTo(english);
    }

    @Test
    void ofAStop() {
        var id = stage.stop("m.roe");
        var page = "/console/work/stops/" + id;
        assertThat(decided("b.doe", page, "confirm-lift")).isEqualTo(known(TranslatedRefusal.STOP_UNASKED));
        assertThat(decided("e.fox", page, "request-lift")).isEqualTo(known(TranslatedRefusal.NO_RIGHT));
        allow("m.roe", page, "request-lift");
        assertThat(decided("b.doe", page, "request-lift")).isEqualTo(known(TranslatedRefusal.STOP_ASKED));
        assertThat(decided("m.roe", page, "confirm-lift")).isEqualTo(known(TranslatedRefusal.STOP_OWN));
        allow("b.doe", page, "confirm-lift");
        assertThat(decided("b.doe", page, "confirm-lift")).isEqualTo(known(TranslatedRefusal.STOP_LIFTED));
    }

    @Test
    void ofAHeldAnswer() {
        var page = "/console/work/reviews/" + stage.hold();
        allow("r.one", page, "approve");
        assertThat(decided("r.one", page, "approve")).isEqualTo(known(TranslatedRefusal.REVIEW_APPROVED_ALREADY));
        assertThat(decided("a.lee", page, "approve")).isIn(known(TranslatedRefusal.NO_RIGHT));
    }

    @Test
    void ofAProposal() {
        var proposal = stage.propose("hope", "attendance");
        var page = "/console/work/proposals/" + proposal.id();
        var digest = Map.of("decision", "approve", "digest", proposal.digest());
        assertThat(problem("m.roe", page, digest)).isEqualTo(known(TranslatedRefusal.PROPOSAL_OWN));
        assertThat(problem("b.doe", page, Map.of("decision", "approve", "digest", "0")))
                .isEqualTo(known(TranslatedRefusal.PROPOSAL_UNSEEN));
        allow("b.doe", page, "reject");
        assertThat(problem("b.doe", page, digest)).isEqualTo(known(TranslatedRefusal.PROPOSAL_DECIDED));
    }

    @Test
    void ofAnAppealAndAnAuthorisation() {
        var appeal = "/console/work/appeals/" + stage.appeal("Une erreur.");
        allow("a.lee", appeal, "rejected");
        assertThat(decided("a.lee", appeal, "upheld")).isEqualTo(known(TranslatedRefusal.APPEAL_ANSWERED));
        var page =
                "/console/work/authorisations/" + stage.authorise(Instant.now().plus(Duration.ofHours(20)));
        assertThat(decided("a.lee", page, "grant")).isEqualTo(known(TranslatedRefusal.AUTHORISATION_STEP));
        assertThat(problem("a.lee", page, Map.of("decision", "file", "requested", "hier")))
                .isEqualTo(known(TranslatedRefusal.FILING_TIME));
        var filing = new HashMap<>(Map.of("decision", "file", "requested", "2026-11-24T10:00"));
        filing.put("authority", "x".repeat(151));
        assertThat(problem("a.lee", page, filing)).isEqualTo(known(TranslatedRefusal.FILING_TEXT));
        filing.put("authority", "Tribunal");
        var browser = BrowserStub.loggedIn(server, people, "a.lee");
        filing.put("form", people.formToken(browser));
        filing.put("reason", "2026/17");
        assertThat(browser.post(page, filing).statusCode()).isEqualTo(303);
        assertThat(decided("a.lee", page, "grant")).isEqualTo(known(TranslatedRefusal.AUTHORISATION_OWN));
    }

    @Test
    void ofAKey() {
        var end = LocalDate.now(ZoneOffset.UTC).plusDays(9).toString();
        var mint = new HashMap<>(Map.of("act", "mint", "label", "bureau", "purpose", "missing_person", "until", end));
        assertKey(TranslatedRefusal.KEY_LABEL, mint, "label", "a b");
        assertKey(TranslatedRefusal.KEY_INCOMPLETE, mint, "label", "");
        assertKey(TranslatedRefusal.KEY_PURPOSE, mint, "purpose", "attendance");
        assertKey(TranslatedRefusal.KEY_ENDED, mint, "until", "2020-01-01");
        assertKey(TranslatedRefusal.KEY_BACKWARDS, mint, "from", "2099-01-01");
        assertKey(TranslatedRefusal.KEY_TOO_LONG, mint, "until", "2099-01-01");
        assertKey(TranslatedRefusal.DAY, mint, "until", "demain");
        assertKey(TranslatedRefusal.KEY_GONE, Map.of("act", "revoke"), "key", "FGAK0");
        assertKey(TranslatedRefusal.KEY_CHANGED, Map.of("act", "rotate", "overlap", "7"), "key", "FGAK0");
        assertThat(problem("j.kim", "/console/mine/keys", Map.of("act", "x"))).isEqualTo(FRENCH.say("work.choose"));
    }

    private void assertKey(TranslatedRefusal expected, Map<String, String> form, String name, String value) {
        var changed = new HashMap<>(form);
        changed.put(name, value);
        assertThat(problem("j.kim", "/console/mine/keys", changed)).as(name).isEqualTo(known(expected));
    }

    /** The row of the stop is damaged past Facegate, as somebody who has the data folder can. */
    @Test
    void ofAFault() {
        var id = stage.stop("m.roe");
        var page = "/console/work/stops/" + id;
        var change = "UPDATE stop SET set_reason = '%s' WHERE id = '" + id + "'";
        stage.write("registry.db", change.formatted("secret detail"));
        try {
            assertThat(decided("b.doe", page, "request-lift")).isEqualTo(FRENCH.say("refusal.registry"));
        } finally {
            stage.write("registry.db", change.formatted("Because of 12."));
        }
    }
}
