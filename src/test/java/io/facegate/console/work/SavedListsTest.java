package io.facegate.console.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.console.BrowserStub;
import io.facegate.console.ConsoleAlone;
import io.facegate.console.ConsoleRooms;
import io.facegate.console.PeopleOfTheConsole;
import io.facegate.registry.RegistryException;
import io.facegate.registry.SavedList;
import io.facegate.registry.SavedListRegister;
import io.facegate.usecase.registry.SavedLists;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleAlone.class)
class SavedListsTest {
    private static final String LIST = "/console/decisions?outcome=refuse";

    @TestHTTPResource("/")
    URI server;

    @Inject
    ConsoleRooms rooms;

    @Inject
    PeopleOfTheConsole people;

    @Inject
    WorkStage stage;

    @BeforeEach
    void begin() {
        stage.register(people);
        people.trusted = true;
        people.sampleRecords();
        removeAll();
    }

    @AfterEach
    void end() {
        rooms.archive.clear();
        removeAll();
        people.trusted = false;
    }

    private void removeAll() {
        for (var person : List.of("a.lee", "c.ash", "e.fox")) {
            lists(person).visible().stream()
                    .filter(one -> one.owner().equals(person))
                    .forEach(one -> lists(person).remove(one.id()));
        }
    }

    private SavedLists lists(String person) {
        return new SavedLists(stage.access(person));
    }

    private BrowserStub as(String person) {
        return BrowserStub.loggedIn(server, people, person);
    }

    private HttpResponse<String> post(BrowserStub browser, String path, Map<String, String> fields) {
        var all = new HashMap<>(fields);
        all.putIfAbsent("form", people.formToken(browser));
        return browser.post(path, all, "Origin", browser.origin(), "Sec-Fetch-Site", "same-origin");
    }

    private HttpResponse<String> save(BrowserStub browser, String name, String address, String shared) {
        return post(browser, "/console/decisions/saved", Map.of("name", name, "address", address, "shared", shared));
    }

    @Test
    void anOwnListIsForItsOwnerAndASharedOneForAllWhoReadRecords() {
        var officer = as("a.lee");
        assertThat(officer.get(LIST).body()).contains("Save this list as", "Share it with everybody");
        var own = save(officer, " Refusals <b> ", LIST + "&live=yes", "");
        assertThat(own.statusCode()).isEqualTo(303);
        assertThat(own.headers().firstValue("Location")).get().asString().endsWith(LIST);
        assertThat(save(officer, "Detect", "/console/decisions?capability=detect", "yes")
                        .statusCode())
                .isEqualTo(303);
        assertThat(officer.get("/console/decisions").body())
                .contains("<bdi>Refusals &lt;b&gt;</bdi>", "<bdi>Detect</bdi>", "shared by you");
        assertThat(as("e.fox").get("/console/decisions").body())
                .contains("<a href=\"/console/decisions?capability=detect\"><bdi>Detect</bdi></a>", "shared by a.lee")
                .doesNotContain("Refusals &lt;b&gt;", "/remove");
        assertThat(stage.records())
                .anyMatch(record -> record.contains("\"act\":\"list_save\"") && record.contains("/shared"))
                .noneMatch(record -> record.contains("Refusals"));
    }

    /** It is the list of that month in which somebody opens it; so are its files. */
    @Test
    void aListOfThisMonthStaysOneOfThisMonth() {
        var officer = as("a.lee");
        var month = "/console/decisions?period=this-month&outcome=refuse";
        assertThat(save(officer, "Refused this month", month, "yes").statusCode())
                .isEqualTo(303);
        assertThat(lists("e.fox").visible())
                .singleElement()
                .extracting(SavedList::address)
                .isEqualTo(month);
        var today = LocalDate.now(ZoneOffset.UTC);
        assertThat(as("e.fox").get(month).body())
                .contains(
                        "<b>This month (as of today: " + today.withDayOfMonth(1) + " to " + today + ")</b>",
                        "<option value=\"this-month\" selected>");
        assertThat(officer.get("/console/decisions/export.csv?period=this-month&outcome=refuse")
                        .statusCode())
                .isEqualTo(200);
        assertThat(officer.get("/console/decisions?period=this-week").body())
                .contains("Period must be one of this-month, last-month");
        assertThat(officer.get("/console/decisions/export.csv?period=this-week").statusCode())
                .isEqualTo(303);
    }

    /** A file of a saved list holds each line of it, also those that are on later pages. */
    @Test
    void theFileOfAListHoldsMoreThanAPageOfIt() {
        var today = LocalDate.now(ZoneOffset.UTC);
        var ids = IntStream.range(0, 57)
                .mapToObj("0199c3f2-7a10-7c55-9f3e-2b9a51d1%04d"::formatted)
                .toList();
        people.addRefusals("far", today, ids);
        var officer = as("a.lee");
        var month = LIST + "&period=this-month&organisation=far";
        save(officer, "This month", month, "");
        var address = lists("a.lee").visible().getFirst().address();
        assertThat(officer.get(address).body().split("<tr role=\"row\"")).hasSize(1 + 1 + 50);
        var file = officer.get(address.replace("/decisions?", "/decisions/export.csv?"));
        assertThat(file.statusCode()).as(file.body()).isEqualTo(200);
        var lines = file.body().strip().lines().toList();
        assertThat(lines).hasSize(1 + 57);
        assertThat(file.body()).contains(ids);
    }

    /** The same name is the same list; the sharer removes it, and so does whoever may stop something. */
    @Test
    void itIsReplacedByNameAndRemoved() {
        var officer = as("a.lee");
        save(officer, "One", LIST, "yes");
        save(officer, "One", "/console/decisions?outcome=permit", "yes");
        var kept = lists("a.lee").visible();
        assertThat(kept).singleElement().extracting(SavedList::address).isEqualTo("/console/decisions?outcome=permit");
        var path = "/console/decisions/saved/" + kept.getFirst().id() + "/remove";
        assertThat(post(as("e.fox"), path, Map.of()).statusCode()).isEqualTo(422);
        assertThat(lists("c.ash").visible()).hasSize(1);
        assertThat(post(as("c.ash"), path, Map.of()).statusCode()).isEqualTo(303);
        assertThat(lists("a.lee").visible()).isEmpty();
        assertThat(post(officer, path, Map.of()).statusCode()).isEqualTo(422);
        assertThat(stage.records()).anyMatch(record -> record.contains("\"act\":\"list_remove\""));
    }

    @Test
    void nothingElseIsSaved() {
        var officer = as("a.lee");
        for (var address : List.of(
                "https://evil.example/console/decisions?outcome=refuse",
                "//evil.example",
                "/console/decisions",
                "/console/decisions?case=2026-114",
                "/console/decisions?colour=red",
                "/console/decisions?period=this-week",
                "/console/decisions?outcome=%zz",
                "/console/decisions?outcome=refuse&outcome=permit")) {
            assertThat(save(officer, "x", address, "").statusCode()).as(address).isEqualTo(422);
        }
        for (var name : List.of("", " ", "x".repeat(61), "a\u202eb")) {
            assertThat(save(officer, name, LIST, "").statusCode()).as(name).isEqualTo(422);
        }
        assertThat(post(officer, "/console/decisions/saved", Map.of("form", "x", "name", "x", "address", LIST))
                        .statusCode())
                .isEqualTo(403);
        assertThat(save(as("m.roe"), "x", LIST, "").statusCode())
                .as("who may not read records")
                .isEqualTo(403);
        assertThat(lists("a.lee").visible()).isEmpty();
        assertThatThrownBy(() -> lists("r.one").save("x", LIST, false))
                .isInstanceOf(RegistryException.Unacceptable.class);
    }

    @Test
    void aPersonHasSoManyAndNoMore() {
        var lists = lists("c.ash");
        for (int i = 0; i < SavedListRegister.MOST; i++) {
            lists.save("List " + i, LIST, false);
        }
        assertThatThrownBy(() -> lists.save("One more", LIST, false)).hasMessageContaining("Remove one first");
        assertThat(lists.save("List 7", LIST, true).shared()).isTrue();
    }

    @Test
    void aRowThatWasChangedOutsideIsNotShown() throws Exception {
        var list = lists("a.lee").save("Mine", LIST, true);
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + stage.folder.resolve("registry.db"));
                var statement = file.createStatement()) {
            var change =
                    "UPDATE registry_setting SET value = replace(value, '%s', '%s') WHERE id = '" + list.id() + '\'';
            statement.executeUpdate(change.formatted("refuse", "permit"));
            assertThat(lists("a.lee").visible()).isEmpty();
            statement.executeUpdate(change.formatted("permit", "refuse"));
        }
        assertThat(lists("a.lee").visible()).containsExactly(list);
    }
}
