package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.postgres.Server;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.RegistryHistory;
import io.facegate.usecase.registry.RegistrySealing;
import io.facegate.usecase.registry.Reviews;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry in PostgreSQL that has people is changed through a gateway, or directly in an emergency, on record. */
class BreakGlassTest {
    @TempDir
    private Path folder;

    private static RegistryAccess command(Place place, String person) {
        return new RegistryAccess(place.registry(), place.ledger(), new ActingPerson(person, "Because of 12."));
    }

    private static void people(RegistryAccess access) {
        new Organisations(access)
                .add(TestOrganisation.of("hope", "nonprofit").in("US").build());
        new People(access).add(new Person("m.roe", Set.of(Role.OPERATOR), null, null, Instant.now(), null));
    }

    @Test
    void onceThereArePeopleACommandNeedsToBreakTheGlass() throws Exception {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        var command = command(place, "m.roe");
        people(command);
        var refused = new Organisations(command);
        assertThatThrownBy(() -> refused.suspend("hope"))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("--break-glass --reason TEXT")
                .hasMessageContaining("admin API");
        assertThat(refused.list().getFirst().entry().suspended()).isFalse();
        assertThatThrownBy(() -> command.requireAllowed("hold_add"))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("--break-glass --reason TEXT");

        new Organisations(command.breakingGlass()).suspend("hope");
        assertThat(refused.list().getFirst().entry().suspended()).isTrue();
        var stranger = new Organisations(command(place, "x.doe").breakingGlass());
        assertThatThrownBy(() -> stranger.resume("hope"))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("the name of none of them");
        assertThat(history(place, command)).startsWith("org_suspend hope", "break_glass org_suspend");
    }

    /** Reviewers stand in a file of their own, and are people all the same. */
    @Test
    void reviewersNeedItToo() throws Exception {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        var command = command(place, "m.roe");
        people(command);
        var refused = new Reviews(command);
        assertThatThrownBy(() -> refused.addReviewer("hope", "r.doe")).hasMessageContaining("--break-glass");
        assertThat(refused.reviewers()).isEmpty();
        var broken = new Reviews(command.breakingGlass());
        broken.addReviewer("hope", "r.doe");
        assertThatThrownBy(() -> refused.removeReviewer("hope", "r.doe")).hasMessageContaining("--break-glass");
        broken.removeReviewer("hope", "r.doe");
        assertThat(history(place, command))
                .startsWith(
                        "reviewer_remove hope",
                        "break_glass reviewer_remove",
                        "reviewer_add hope",
                        "break_glass reviewer_add");
    }

    /** Who damages the row of the only operator must break the glass all the same. */
    @Test
    void damagedRowsOfPeopleOpenNothing() throws Exception {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        var command = command(place, "m.roe");
        people(command);
        for (var damage : List.of(
                "UPDATE facegate_registry.person SET subject = 'x'",
                "DELETE FROM facegate_registry.person_role; DELETE FROM facegate_registry.person")) {
            try (var owner = Server.shared().superuser(place.ledger().database());
                    var sql = owner.createStatement()) {
                sql.execute(damage);
            }
            assertThatThrownBy(() -> new RegistrySealing(command).accept())
                    .as(damage)
                    .hasMessageContaining("--break-glass");
        }
        new RegistrySealing(command.breakingGlass()).accept();
        assertThat(history(place, command)).contains("break_glass registry_accept");
    }

    private static List<String> history(Place place, RegistryAccess command) {
        try (var search = RecordSearch.open(place.ledger());
                var records = new AuditedRecords(
                        search, new SearchWords(search, Map::of, List::of), ViewAudit.of(place.ledger()))) {
            return new RegistryHistory(command)
                    .read(records, null, "m.roe").changes().stream()
                            .map(change -> change.act() + ' ' + change.subject())
                            .toList();
        }
    }

    /** What a running gateway does for a verified person is no direct change. */
    @Test
    void aGatewayChangesItForAVerifiedPerson() throws Exception {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        people(command(place, "m.roe"));
        try (var ledger = Ledger.open(
                place.ledger(),
                LedgerSettings.defaults("test").withRegistries(new FolderRegistries(place.registry())))) {
            var person = new ActingPerson("m.roe", "Because of 12.");
            var access = new RegistryAccess(place.registry(), place.ledger(), ledger, person);
            assertThat(new Organisations(access).suspend("hope").suspended()).isTrue();
        }
    }

    @Test
    void aFolderNeedsNone() {
        var command = new RegistryAccess(
                folder, io.facegate.ledger.address.LedgerAddress.ofFolder(folder), new ActingPerson("m.roe", null));
        people(command);
        assertThat(new Organisations(command).suspend("hope").suspended()).isTrue();
    }
}
