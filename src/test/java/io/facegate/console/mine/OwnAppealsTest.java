package io.facegate.console.mine;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.console.BrowserStub;
import io.facegate.console.ConsoleAlone;
import io.facegate.console.ConsoleRooms;
import io.facegate.console.PeopleOfTheConsole;
import io.facegate.console.registry.RegistryRooms;
import io.facegate.gateway.appeals.AppealField;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.registry.Role;
import io.facegate.usecase.ledger.MemberAppeals;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member appeals against refusals of the own organisation's calls, reads the answers, and sees nobody else's. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class OwnAppealsTest {
    private static final String PAGE = "/console/mine/decisions/";

    @TestHTTPResource("/")
    URI server;

    @Inject
    PeopleOfTheConsole people;

    @Inject
    RegistryRooms registry;

    @Inject
    ConsoleRooms rooms;

    @BeforeEach
    void begin() {
        people.registered.clear();
        people.register("j.kim", Role.MEMBER);
        people.register("a.lee", Role.OFFICER);
        people.sampleRecords();
    }

    @AfterEach
    void end() {
        people.trusted = false;
    }

    private Map<String, String> form(BrowserStub browser, String text) {
        return new LinkedHashMap<>(Map.of("form", people.formToken(browser), "text", text, "contact", ""));
    }

    @Test
    void aMemberAppealsAgainstARefusal() {
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        var address = PAGE + PeopleOfTheConsole.OWN_REFUSAL;
        assertThat(browser.get("/console/mine").body()).contains("href=\"" + address + '"');
        assertThat(browser.get(address).body())
                .contains("action=\"" + address + "/appeal\"", "A moratorium applies", "Why the decision is wrong");
        var empty = browser.post(address + "/appeal", form(browser, " "), "Origin", browser.origin());
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("1 to 4,000 characters");
        var lines = form(browser, "Because.");
        lines.put("contact", "one\ntwo");
        assertThat(browser.post(address + "/appeal", lines, "Origin", browser.origin())
                        .body())
                .contains("1 to 4,000 characters", ">Because.</textarea>");
        var filed = browser.post(address + "/appeal", form(browser, "We have a warrant."), "Origin", browser.origin());
        assertThat(filed.statusCode()).as(filed.body()).isEqualTo(200);
        assertThat(filed.body())
                .contains("The appeal is on record", "Waits for an answer")
                .doesNotContain("<textarea");
        assertThat(browser.get(address).body()).contains("Waits for an answer").doesNotContain("<textarea");
        var again = browser.post(address + "/appeal", form(browser, "We have a warrant."), "Origin", browser.origin());
        assertThat(again.statusCode()).as("sent again by a reload").isEqualTo(200);
        var other = browser.post(address + "/appeal", form(browser, "Another text."), "Origin", browser.origin());
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("another text waits");
    }

    @Test
    void theAnswerIsReadWithItsReasonAndWithoutItsAuthor() {
        people.addRecords(registry.recordsOfTheAppeal());
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        for (var address : List.of(PAGE + registry.appealed, "/console/mine/appeals")) {
            assertThat(browser.get(address).body())
                    .as(address)
                    .contains(registry.appealed, "Rejected", "The warrant covers another person. &lt;script&gt;")
                    .doesNotContain("a.lee", "<script>alert", "<textarea");
        }
        var decided =
                browser.post(PAGE + registry.appealed + "/appeal", form(browser, "New."), "Origin", browser.origin());
        assertThat(decided.body()).contains("has already decided this appeal");
        assertThat(browser.get("/console/mine/appeals", "Accept-Language", "fr").body())
                .contains("Vos recours et leurs réponses", "Rejeté");
    }

    @Test
    void nobodyElsesDecisionExists() {
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        int recorded = rooms.acts().size();
        for (var id : List.of(PeopleOfTheConsole.FOREIGN_REFUSAL, "0199c3f2-7a10-7c55-9f3e-2b9a51d0ffff", "x%22")) {
            assertThat(browser.get(PAGE + id).statusCode()).as(id).isEqualTo(404);
            assertThat(browser.post(PAGE + id + "/appeal", form(browser, "Mine."), "Origin", browser.origin())
                            .statusCode())
                    .as(id)
                    .isEqualTo(404);
        }
        assertThat(rooms.acts().subList(recorded, rooms.acts().size()))
                .as("nothing was read, so no view is on record")
                .noneMatch(act -> act.subject().equals(PeopleOfTheConsole.FOREIGN_REFUSAL));
        assertThat(browser.get("/console/mine/appeals").body()).contains("Nobody has appealed");
        var permitted = browser.get(PAGE + PeopleOfTheConsole.OWN_DECISION);
        assertThat(permitted.statusCode()).isEqualTo(200);
        assertThat(permitted.body()).contains("nothing to appeal against").doesNotContain("<textarea");
        var officer = BrowserStub.loggedIn(server, people, "a.lee");
        assertThat(officer.get("/console/mine/appeals").statusCode()).isEqualTo(403);
        assertThat(officer.get(PAGE + PeopleOfTheConsole.OWN_REFUSAL).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aFormOfSomebodyElseFilesNothing() {
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        var address = PAGE + PeopleOfTheConsole.OWN_REFUSAL + "/appeal";
        var foreign = form(browser, "Mine.");
        foreign.put("form", "x");
        assertThat(browser.post(address, foreign, "Origin", browser.origin()).statusCode())
                .isEqualTo(403);
        assertThat(browser.post(address, form(browser, "Mine."), "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    /** Another refusal of hope. */
    private String anotherRefusal(String end) {
        var own = registry.recordsOfTheAppeal().getFirst();
        var id = registry.appealed.substring(0, 34) + end;
        people.addRecords(List.of(own.replace(registry.appealed, id)));
        return id;
    }

    private void tamper(String id) {
        rooms.archive.page(RecordQuery.matchAll(1000)).stream()
                .filter(VerifiedRecord.class::isInstance)
                .filter(record ->
                        ((VerifiedRecord) record).fields().path("id").asText().equals(id))
                .forEach(record -> rooms.archive.tamper(record.index()));
    }

    @Test
    void aDecisionThatDoesNotVerifyIsNobodys() {
        tamper(PeopleOfTheConsole.FOREIGN_REFUSAL);
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        assertThat(browser.get(PAGE + PeopleOfTheConsole.FOREIGN_REFUSAL).statusCode())
                .isEqualTo(404);
        assertThat(rooms.acts().getLast().subject()).isEqualTo(PeopleOfTheConsole.FOREIGN_REFUSAL);
        var filed = browser.post(
                PAGE + PeopleOfTheConsole.FOREIGN_REFUSAL + "/appeal",
                form(browser, "Mine."),
                "Origin",
                browser.origin());
        assertThat(filed.statusCode()).isEqualTo(404);
    }

    @Test
    void theListTellsADecisionThatDoesNotVerify() {
        people.addRecords(registry.recordsOfTheAppeal());
        tamper(registry.appealed);
        var list = BrowserStub.loggedIn(server, people, "j.kim").get("/console/mine/appeals");
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body())
                .contains(registry.appealed, "TAMPERED: a record of this appeal")
                .doesNotContain("decisions/" + registry.appealed, "The warrant covers");
    }

    @Test
    void anAppealThatDoesNotVerifyHidesItsStateAlone() {
        people.addRecords(registry.recordsOfTheAppeal());
        var step = rooms.archive
                .find(RecordQuery.matchAll(1).withFacet(SearchFacet.ACT, "appeal_reject"))
                .getFirst();
        rooms.archive.tamper(step.index());
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        for (var address : List.of(PAGE + registry.appealed, "/console/mine/appeals")) {
            var page = browser.get(address);
            assertThat(page.statusCode()).as(address).isEqualTo(200);
            assertThat(page.body())
                    .contains(registry.appealed, "TAMPERED: a record of this appeal")
                    .doesNotContain("<textarea", "Waits for an answer");
        }
    }

    @Test
    void theLongestTextIsFiledInAnyScript() {
        var address = PAGE + anotherRefusal("a1") + "/appeal";
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        var filed = browser.post(address, form(browser, "文".repeat(4_000)), "Origin", browser.origin());
        assertThat(filed.statusCode()).isEqualTo(200);
        assertThat(filed.body()).contains("The appeal is on record");
    }

    @Test
    void aFormThatIsTooLargeIsToldAsThat() {
        var address = PAGE + PeopleOfTheConsole.OWN_REFUSAL + "/appeal";
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        var large = browser.post(address, form(browser, "a".repeat(64 * 1024)), "Origin", browser.origin());
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("The form is too large");
    }

    @Test
    void whoAsksTooOftenWaitsAMinute() {
        people.register("l.lim", Role.MEMBER);
        var browser = BrowserStub.loggedIn(server, people, "l.lim");
        var unknown = PAGE + "0199c3f2-7a10-7c55-9f3e-2b9a51d0ffff";
        for (int asked = 0; asked < 60; asked++) {
            assertThat(browser.get(unknown).statusCode()).isEqualTo(404);
        }
        for (var address : List.of(unknown, "/console/mine/appeals")) {
            var refused = browser.get(address);
            assertThat(refused.statusCode()).as(address).isEqualTo(429);
            assertThat(refused.body()).contains("Try again in a minute");
        }
        assertThat(browser.get(unknown, "Accept-Language", "fr").body()).contains("Réessayez dans une minute");
    }

    @Test
    void decisionsHaveOlderPages() {
        people.addRecords(registry.recordsOfTheAppeal());
        var own = registry.recordsOfTheAppeal().getFirst();
        people.addRecords(IntStream.range(10, 40)
                .mapToObj(number -> own.replace(registry.appealed, registry.appealed.substring(0, 34) + number))
                .toList());
        var browser = BrowserStub.loggedIn(server, people, "j.kim");
        var newest = browser.get("/console/mine").body();
        assertThat(newest).contains("Older decisions").doesNotContain("Newest decisions", registry.appealed);
        var older = newest.replaceAll("(?s).*href=\"(/console/mine\\?before=[0-9]+)#decisions\".*", "$1");
        assertThat(browser.get(older).body())
                .contains("Newest decisions", registry.appealed)
                .doesNotContain("Older decisions");
        assertThat(browser.get("/console/mine?before=x").body()).doesNotContain("Newest decisions");
    }

    @Test
    void bothWaysHaveOneBound() {
        assertThat(MemberAppeals.LONGEST_TEXT).isEqualTo(AppealField.TEXT.longest());
        assertThat(MemberAppeals.LONGEST_CONTACT).isEqualTo(AppealField.CONTACT.longest());
    }
}
