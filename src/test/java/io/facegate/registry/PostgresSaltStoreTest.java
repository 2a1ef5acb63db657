package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.integrity.AppealStepLock;
import io.facegate.integrity.AppealStepLock.Claimed;
import io.facegate.integrity.AppealStepLock.Step;
import io.facegate.integrity.PostgresAddress;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.Appeal;
import io.facegate.ledger.appeal.AppealRecords;
import io.facegate.ledger.postgres.Server;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.store.SaltFolderCopy;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.registry.postgres.RegistryMigration;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.LedgerActs;
import io.facegate.usecase.registry.RegistryStorage;
import io.facegate.usecase.registry.SaltStorageFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways whose records' salts and words are in one real PostgreSQL, as their least-privileged role. */
class PostgresSaltStoreTest {
    private static final ActingPerson OFFICER = new ActingPerson("m.roe", "It was a mistake.");

    @TempDir
    private Path folder;

    private Place first;
    private Place second;
    private LedgerAddress a;
    private LedgerAddress b;
    private final List<Ledger> opened = new ArrayList<>();

    @BeforeEach
    void migrate() throws Exception {
        first = SharedGateway.database(Server.shared(), folder.resolve("a"));
        second = first.joined(folder.resolve("b"));
        a = SaltStorageFactory.in(first.registry(), first.ledger());
        b = SaltStorageFactory.in(second.registry(), second.ledger());
    }

    @AfterEach
    void close() {
        opened.forEach(Ledger::close);
    }

    private Ledger open(LedgerAddress address) {
        var registries =
                new FolderRegistries((address.data().equals(first.registry().data()) ? first : second).registry());
        var ledger = Ledger.open(address, Sample.SETTINGS.withRegistries(registries));
        opened.add(ledger);
        return ledger;
    }

    private void sql(String statement) {
        Server.shared().tamper(first.ledger().database(), "SET search_path = facegate_registry; " + statement);
    }

    private String ask(String query) {
        return Server.shared().ask(first.ledger().database(), query);
    }

    /** The caller's appeal, as the gateway that took it records it. */
    private static void file(Ledger at, String decision, String text) {
        at.recordAct(new Administrative("appeal_file", decision, "post@hope.example", null, Instant.now())
                .withDetails(new AdministrativeActDetails(null, text, true, null)));
    }

    private static Appeal appeal(LedgerAddress at, String decision, int steps) {
        try (var records = RecordSearch.open(at)) {
            Await.until(() -> AppealRecords.find(records, decision)
                            .map(appeal -> appeal.steps().size())
                            .orElse(0)
                    >= steps);
            return AppealRecords.find(records, decision).orElseThrow();
        }
    }

    private static List<CommittedText> texts(Appeal appeal, LedgerAddress at) {
        return AppealRecords.statements(appeal, at.salts()).stream()
                .flatMap(said -> List.of(Objects.requireNonNull(said.person()), said.text()).stream())
                .toList();
    }

    private static List<CommittedText> verified(String... texts) {
        return java.util.Arrays.stream(texts)
                .<CommittedText>map(CommittedText.Verified::new)
                .toList();
    }

    @Test
    void theWordsOfAnAppealThatOneTookAreReadAndAnsweredAtTheOther() throws Exception {
        file(open(a), "d-1", "It is not me.");
        open(b);
        assertThat(texts(appeal(b, "d-1", 1), b)).as("not moved yet").hasOnlyElementsOfType(CommittedText.Absent.class);
        a.salts().share();
        assertThat(texts(appeal(b, "d-1", 1), b)).isEqualTo(verified("post@hope.example", "It is not me."));
        assertThat(answer(b, "appeal_reject", "m.roe")).isEqualTo("appeal_reject");
        b.salts().share();
        for (var at : List.of(a, b)) {
            var answered = appeal(at, "d-1", 2);
            assertThat(answered.state()).isEqualTo("rejected");
            assertThat(texts(answered, at))
                    .isEqualTo(verified("post@hope.example", "It is not me.", "m.roe", "It was a mistake."));
        }
        assertThat(ask("SELECT count(*) FROM facegate_registry.salt")).isEqualTo("4");
        assertThat(ask("SELECT string_agg(encode(sealed, 'escape'), '') FROM facegate_registry.salt"))
                .doesNotContain("It is not me.")
                .doesNotContain("roe");
    }

    private static String answer(LedgerAddress at, String act, String by) {
        try {
            Ledger.administrate(
                    at,
                    new Administrative(act, "d-1", by, null, Instant.now())
                            .withDetails(new AdministrativeActDetails(null, "It was a mistake.", true, null)));
            return act;
        } catch (Fault.LedgerDown told) {
            return String.valueOf(told.getMessage());
        }
    }

    @Test
    void ofTwoAnswersAtTwoGatewaysAtOnceOneIsRecordedAndTheOtherIsToldOfIt() throws Exception {
        file(open(a), "d-1", "It is not me.");
        open(b);
        appeal(a, "d-1", 1);
        appeal(b, "d-1", 1);
        List<String> told;
        try (var officers = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = officers.invokeAll(List.<Callable<String>>of(
                    () -> answer(a, "appeal_uphold", "m.roe"), () -> answer(b, "appeal_reject", "k.sato")));
            told = List.of(both.get(0).get(), both.get(1).get());
        }
        var made = told.stream().filter(each -> each.startsWith("appeal_")).toList();
        assertThat(made).as(told.toString()).hasSize(1);
        var answered = appeal(b, "d-1", 2);
        assertThat(answered.steps()).hasSize(2);
        assertThat(answered.latest().act().act()).isEqualTo(made.getFirst());
        var refused = told.stream().filter(each -> !each.startsWith("appeal_")).findFirst();
        assertThat(refused.orElseThrow())
                .matches(
                        "Nothing was recorded, because another answer was first\\. The appeal is (upheld|rejected) since"
                                + " .*|Nothing was recorded: at another gateway, somebody answers .*|No appeal against that"
                                + " decision waits for an answer\\.");
        assertThat(answer(a, "appeal_ask", "m.roe")).contains("No appeal against that decision waits");
    }

    /** The ledger shows the first answer only after a moment: until then, the claim tells of it. */
    @Test
    void aStepIsClaimedOnceItIsRecordedAndByOneGateway() {
        var claims = a.salts().claims();
        var others = b.salts().claims();
        var step = new Step("d-1", 1, "appeal_uphold");
        assertThatThrownBy(() -> claims.claim(step, () -> {
                    throw new Fault.LedgerDown("not on disk");
                }))
                .hasMessage("not on disk");
        var done = new ArrayList<String>();
        var meanwhile = new ArrayList<Claimed>();
        assertThat(claims.claim(step, () -> {
                    done.add("a");
                    meanwhile.add(others.claim(step, () -> done.add("b")));
                }))
                .isEqualTo(Claimed.DONE);
        assertThat(meanwhile).containsExactly(Claimed.BUSY);
        assertThat(others.claim(step, () -> done.add("b"))).isEqualTo(Claimed.TAKEN);
        assertThat(others.claim(new Step("d-1", 2, "appeal_file"), () -> done.add("c")))
                .isEqualTo(Claimed.DONE);
        assertThat(done).containsExactly("a", "c");
    }

    @Test
    void withoutClaimsBothAreRecorded() {
        var done = new ArrayList<String>();
        for (var gateway : List.of("a", "b")) {
            assertThat(AppealStepLock.NONE.claim(new Step("d-1", 1, "appeal_uphold"), () -> done.add(gateway)))
                    .isEqualTo(Claimed.DONE);
        }
        assertThat(done).containsExactly("a", "b");
    }

    private static List<RecordField> fields(LedgerAddress at, String record) throws SQLException {
        try (var salts = at.salts().read()) {
            return salts.findByRecord(record).stream().map(salt -> salt.field()).toList();
        }
    }

    @Test
    void recordsAreFoundByTheValuesOfAField() throws Exception {
        var record = filed();
        file(opened.getFirst(), "d-2", "Nor is it her.");
        a.salts().share();
        try (var salts = b.salts().read()) {
            assertThat(salts.records(RecordField.STATED_REASON, "It is not me."))
                    .containsExactly(record);
            assertThat(salts.records(RecordField.PERSON, "post@hope.example")).hasSize(2);
            assertThat(salts.records(RecordField.PERSON, "It is not me.")).isEmpty();
        }
        b.salts().erase(List.of(record));
        try (var salts = a.salts().read()) {
            assertThat(salts.records(RecordField.STATED_REASON, "It is not me."))
                    .isEmpty();
        }
    }

    private String filed() throws Exception {
        file(open(a), "d-1", "It is not me.");
        a.salts().share();
        return appeal(a, "d-1", 1).latest().id();
    }

    @Test
    void whatIsErasedAtOneIsGoneAtBothAndComesBackFromNoCopy() throws Exception {
        var record = filed();
        var file = folder.resolve("a/salts.db");
        file(opened.getFirst(), "d-2", "Nor is it her.");
        var unmoved = appeal(a, "d-2", 1).latest().id();
        Files.copy(file, folder.resolve("salts.db"));
        sql("CREATE TABLE public.older AS SELECT * FROM salt");
        assertThat(fields(b, record)).containsExactlyInAnyOrder(RecordField.PERSON, RecordField.STATED_REASON);
        assertThat(b.salts().erase(List.of(record, unmoved))).isEqualTo(2);
        for (var at : List.of(a, b)) {
            assertThat(fields(at, record)).isEmpty();
        }
        assertThat(fields(a, unmoved)).as("not moved when it was erased").isEmpty();
        a.salts().share();
        sql("INSERT INTO salt SELECT * FROM public.older");
        for (var at : List.of(a, b)) {
            assertThat(fields(at, record)).isEmpty();
            assertThat(fields(at, unmoved)).isEmpty();
            assertThat(texts(appeal(at, "d-1", 1), at)).hasOnlyElementsOfType(CommittedText.Absent.class);
        }
        opened.removeFirst().close();
        Files.copy(folder.resolve("salts.db"), file, StandardCopyOption.REPLACE_EXISTING);
        a.salts().share();
        assertThat(fields(b, unmoved)).isEmpty();
        assertThat(ask("SELECT count(*) FROM facegate_registry.salt WHERE record = '" + unmoved + "'"))
                .isEqualTo("0");
        sql("DELETE FROM salt_erased");
        assertThat(fields(b, record)).as("the note was removed").isEmpty();
        sql("DELETE FROM salt_erased; DELETE FROM salt_list");
        assertThatThrownBy(() -> fields(b, record)).isInstanceOf(SQLException.class);
    }

    /** The broken control: the same row, put back in the same way, is read where no erasure is noted. */
    @Test
    void aRowThatIsPutBackIsReadUnlessItWasErased() throws Exception {
        var record = filed();
        sql("CREATE TABLE public.older AS SELECT * FROM salt");
        b.salts().prune(List.of(record));
        assertThat(fields(a, record)).isEmpty();
        sql("INSERT INTO salt SELECT * FROM public.older");
        assertThat(fields(a, record)).hasSize(2);
    }

    @Test
    void aWordThatWasChangedOrOfAnotherRecordIsNotShown() throws Exception {
        filed();
        file(opened.getFirst(), "d-2", "Nor is it her.");
        a.salts().share();
        sql("UPDATE salt SET sealed = other.sealed FROM salt other WHERE other.field = salt.field AND other.record <>"
                + " salt.record");
        assertThat(texts(appeal(b, "d-1", 1), b)).hasOnlyElementsOfType(CommittedText.Tampered.class);
    }

    @Test
    void aRotationEncryptsThemAgain() throws Exception {
        var record = filed();
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("pd"));
        }
        var before = ask("SELECT encode(sealed, 'hex') FROM facegate_registry.salt ORDER BY field LIMIT 1");
        new SealRepair(first.registry(), first.journal()).rotate();
        assertThatThrownBy(() -> fields(b, record)).isInstanceOf(SQLException.class);
        Files.copy(
                folder.resolve("a/registry.key"),
                folder.resolve("b/registry.key"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(ask("SELECT encode(sealed, 'hex') FROM facegate_registry.salt ORDER BY field LIMIT 1"))
                .isNotEqualTo(before);
        assertThat(texts(appeal(b, "d-1", 1), b)).isEqualTo(verified("post@hope.example", "It is not me."));
        sql("UPDATE salt SET sealed = 'x' WHERE field = 'person'");
        assertThatThrownBy(() -> new SealRepair(first.registry(), first.journal()).rotate())
                .hasMessageContaining("does not verify");
        new SealRepair(first.registry(), first.journal()).accept(Instant.now());
        assertThat(fields(b, record)).containsExactly(RecordField.STATED_REASON);
    }

    /** The owner of the tables removes the note of an erasure, or the list of them, and puts the salts back. */
    @Test
    void anAcceptanceBringsNoErasedSaltBack() throws Exception {
        var record = filed();
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("pd"));
        }
        sql("CREATE TABLE public.older AS SELECT * FROM salt");
        new LedgerActs(b, OFFICER).erase(record);
        for (var removed : List.of("DELETE FROM salt_erased", "DELETE FROM salt_erased; DELETE FROM salt_list")) {
            sql(removed + "; INSERT INTO salt SELECT * FROM public.older");
            Await.until(() -> first.journal().roots().erasedRecords().contains(record));
            new SealRepair(first.registry(), first.journal()).accept(Instant.now());
            assertThat(ask("SELECT count(*) FROM facegate_registry.salt WHERE record = '" + record + "'"))
                    .isEqualTo("0");
            sql("INSERT INTO salt SELECT * FROM public.older");
            assertThat(fields(b, record)).as(removed).isEmpty();
            sql("DELETE FROM salt");
        }
    }

    /** Otherwise it would count as erased, under the new key. */
    @Test
    void aRotationSealsNoRowThatSomebodyInserted() throws Exception {
        b.salts().erase(List.of(filed()));
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("pd"));
        }
        sql("INSERT INTO salt_erased (record, erased) VALUES ('another', 1)");
        assertThat(ask("SELECT count(*) FROM facegate_registry.salt_erased")).isEqualTo("2");
        new SealRepair(first.registry(), first.journal()).rotate();
        assertThat(ask("SELECT count(*) FROM facegate_registry.salt_list")).isEqualTo("1");
    }

    @Test
    void theGatewaysRoleUndoesNoErasureAndNoStep() throws Exception {
        open(a);
        for (var statement : List.of(
                "DELETE FROM facegate_registry.salt_erased",
                "UPDATE facegate_registry.salt_erased SET record = 'x'",
                "UPDATE facegate_registry.salt SET record = 'x'",
                "UPDATE facegate_registry.appeal_step SET act = 'x'",
                "DELETE FROM facegate_registry.appeal_step")) {
            try (var gateway = first.registry()
                    .database()
                    .connect(new PostgresAddress.Session("test", RegistryMigration.SCHEMA, 60))) {
                assertThatThrownBy(() -> SqlStatements.run(gateway, statement))
                        .as(statement)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    /** The folder of an earlier version has them in its file, and gets them all back. */
    @Test
    void aFoldersFileIsTakenOnceAndAMoveBackFillsIt() throws Exception {
        try (var before = Ledger.open(first.ledger(), Sample.SETTINGS)) {
            file(before, "d-1", "It is not me.");
            file(before, "d-2", "Nor is it her.");
        }
        var kept = appeal(first.ledger(), "d-1", 1).latest().id();
        var erased = appeal(first.ledger(), "d-2", 1).latest().id();
        var file = folder.resolve("a/salts.db");
        a.salts().share();
        a.salts().share();
        assertThat(ask("SELECT count(*) FROM facegate_registry.salt")).isEqualTo("4");
        try (var own = DriverManager.getConnection("jdbc:sqlite:" + file);
                var rows = own.createStatement().executeQuery("SELECT count(*) FROM salt")) {
            assertThat(rows.getInt(1)).isZero();
        }
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("pd"));
        }
        // A move that was cut off after it had copied them.
        try (var rows = PostgresSaltStore.open(first.registry(), name -> SealOptions.ALONE, TamperAlarm.NONE)
                .orElseThrow()) {
            new SaltFolderCopy(folder.resolve("a")).copy(rows);
        }
        b.salts().erase(List.of(erased));
        moveBack();
        assertThat(fields(first.ledger(), kept))
                .containsExactlyInAnyOrder(RecordField.PERSON, RecordField.STATED_REASON);
        assertThat(fields(first.ledger(), erased)).isEmpty();
    }

    /** The connection is cut between the first salt of a transaction and the second. */
    @Test
    void aConnectionThatIsCutWhileSaltsAreStoredLosesNoneAndLeavesNoHalf() throws Exception {
        var stored = filed();
        file(opened.getFirst(), "d-2", "Nor is it her.");
        var cut = appeal(a, "d-2", 1).latest().id();
        var session = new PostgresAddress.Session("test", RegistryMigration.SCHEMA, 60);
        try (var blocking = first.registry().database().connect(session);
                var share = Executors.newSingleThreadExecutor()) {
            blocking.setAutoCommit(false);
            SqlStatements.run(
                    blocking,
                    "INSERT INTO salt (record, field, sealed) VALUES (?, ?, ?)",
                    cut,
                    RecordField.STATED_REASON.key(),
                    new byte[1]);
            var sharing = share.submit(() -> {
                a.salts().share();
                return cut;
            });
            var waiting = "SELECT max(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND query LIKE 'INSERT INTO salt %' AND datname = current_database()";
            Server.await(() -> !ask(waiting).equals("null"));
            ask("SELECT pg_terminate_backend((" + waiting + "))");
            assertThatThrownBy(sharing::get).hasCauseInstanceOf(SQLException.class);
            blocking.rollback();
        }
        assertThat(ask("SELECT count(*) FROM facegate_registry.salt WHERE record = '" + cut + "'"))
                .as("no half")
                .isEqualTo("0");
        assertThat(texts(appeal(b, "d-2", 1), b)).hasOnlyElementsOfType(CommittedText.Absent.class);
        assertThat(fields(b, stored)).as("acknowledged before").hasSize(2);
        assertThat(texts(appeal(a, "d-2", 1), a))
                .as("still in the folder that wrote it")
                .isEqualTo(verified("post@hope.example", "Nor is it her."));
        a.salts().share();
        for (var at : List.of(a, b)) {
            assertThat(texts(appeal(at, "d-1", 1), at)).isEqualTo(verified("post@hope.example", "It is not me."));
            assertThat(texts(appeal(at, "d-2", 1), at)).isEqualTo(verified("post@hope.example", "Nor is it her."));
        }
        assertThat(ask("SELECT count(*) FROM facegate_registry.salt")).isEqualTo("4");
    }

    private void moveBack() {
        var moved = RegistryAddress.ofFolder(folder.resolve("a"));
        RegistryStorage.move(
                new RegistryStorage.Route(first.registry(), moved), first.ledger(), OFFICER, (from, policies) -> null);
    }

    /** Nothing that somebody changed is left out, and the folder keeps nothing of a move that was refused. */
    @Test
    void aMoveBackThatIsRefusedLeavesNoSaltInTheFolder() throws Exception {
        var record = filed();
        try (var at = first.writer()) {
            at.add(SharedRegistryChild.organisation("pd"));
        }
        assertThatThrownBy(this::moveBack).hasMessageContaining("a gateway runs on the folder");
        opened.removeFirst().close();
        sql("REVOKE INSERT ON moved FROM gateways");
        assertThatThrownBy(this::moveBack).hasMessageContaining("permission denied");
        assertThat(fields(first.ledger(), record)).as("taken back").isEmpty();
        assertThat(fields(a, record)).hasSize(2);
        sql("GRANT INSERT ON moved TO gateways");
        sql("CREATE TABLE public.older AS SELECT * FROM salt; UPDATE salt SET sealed = 'x' WHERE field = 'person'");
        assertThatThrownBy(this::moveBack).hasMessageContaining("Run: facegate registry accept");
        assertThat(fields(first.ledger(), record)).isEmpty();
        sql("DELETE FROM salt; INSERT INTO salt SELECT * FROM public.older");
        moveBack();
        assertThat(fields(first.ledger(), record)).hasSize(2);
    }
}
