package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.call.OwnedResource;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.integrity.SealOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedResourcesTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final ResourceId JOB = new ResourceId("rekognition", ResourceKind.JOB, "j-1");

    @TempDir
    private Path data;

    private Instant now = NOON;
    private OwnedResources handles;

    @BeforeEach
    void open() {
        handles = OwnedResources.open(data, () -> now);
    }

    @AfterEach
    void close() {
        handles.close();
    }

    @Test
    void aHandleThatWasGivenToSomebodyElseIsNobodysAndToldAsSuch() throws Exception {
        var told = new java.util.ArrayList<String>();
        handles.close();
        handles = OwnedResources.open(
                data, () -> now, new SealOptions((table, row) -> told.add(table + '/' + row), true));
        handles.register(owned(JOB, "rescue", null));
        for (var change : java.util.List.of("organisation = 'thief'", "purpose = 'other'", "threshold = 0.1")) {
            try (var beside = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(ResourceFile.FILE));
                    var statement = beside.createStatement()) {
                statement.execute("UPDATE handle SET " + change);
            }
            assertThat(handles.find(JOB)).as(change).isEmpty();
        }
        assertThat(told).hasSizeGreaterThanOrEqualTo(3).allMatch(row -> row.startsWith("handle/row-"));
        assertThatThrownBy(() -> handles.register(owned(JOB, "thief", null))).isInstanceOf(Fault.RegistryDown.class);
    }

    @Test
    void rowsOfAnEarlierVersionAreSealedOnceAndNotWhereTheLedgerKnowsThemSealed() throws Exception {
        handles.register(owned(JOB, "rescue", null));
        handles.close();
        try (var beside = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(ResourceFile.FILE));
                var statement = beside.createStatement()) {
            statement.execute("ALTER TABLE handle DROP COLUMN mac");
            statement.execute("ALTER TABLE handle DROP COLUMN version");
            statement.execute("DROP TABLE row_list");
            statement.execute("DROP TABLE row_head");
            statement.execute("PRAGMA user_version = 1");
        }
        java.nio.file.Files.delete(data.resolve("handles.key"));
        var known = new SealOptions(io.facegate.integrity.TamperAlarm.NONE, false);
        assertThatThrownBy(() -> OwnedResources.open(data, () -> now, known))
                .isInstanceOf(RegistryException.Unusable.class)
                .hasMessageContaining("not sealed");
        handles = OwnedResources.open(data, () -> now);
        assertThat(handles.find(JOB)).isPresent();
        assertThat(data.resolve("handles.db.v1")).exists();
    }

    @Test
    void remembersAllOfAHandle() {
        var owned = owned(JOB, "rescue", NOON.plusSeconds(60));

        handles.register(owned);

        assertThat(handles.find(JOB)).contains(owned);
        assertThat(handles.find(new ResourceId("rekognition", ResourceKind.SESSION, "j-1")))
                .isEmpty();
        assertThat(handles.find(new ResourceId("azure_face", ResourceKind.JOB, "j-1")))
                .isEmpty();
    }

    @Test
    void isOnDiskOnReturn() throws Exception {
        handles.register(owned(JOB, "rescue", null));

        assertThat(isLeftByAPowerCut()).isTrue();
    }

    /** The control: what was written and not yet committed is not on disk. */
    @Test
    void whatIsNotCommittedIsNotOnDisk() throws Exception {
        try (var file = ResourceFile.open(data, SealOptions.ALONE)) {
            var left = file.runExclusive(connection -> {
                ResourceRows.write(connection, file.seal(), owned(JOB, "rescue", null));
                try {
                    return isLeftByAPowerCut();
                } catch (IOException unreadable) {
                    throw new AssertionError(unreadable);
                }
            });
            assertThat(left).isFalse();
        }
    }

    /** What a power cut would leave: the files as they are, without the process that wrote them. */
    private boolean isLeftByAPowerCut() throws IOException {
        var left = Files.createDirectory(data.resolve("left"));
        for (var name : Set.of(ResourceFile.FILE, ResourceFile.FILE + "-wal", "handles.key")) {
            Files.copy(data.resolve(name), left.resolve(name));
        }
        try (var again = OwnedResources.open(left, () -> now)) {
            return again.find(JOB).isPresent();
        }
    }

    @Test
    void isPrivateAndBehindAWriteAheadLog() throws Exception {
        try (var beside = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(ResourceFile.FILE));
                var statement = beside.createStatement();
                var mode = statement.executeQuery("PRAGMA journal_mode")) {
            assertThat(mode.getString(1)).isEqualTo("wal");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(ResourceFile.FILE))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsOverIsUnknownAndSweptAway() throws Exception {
        handles.register(owned(JOB, "rescue", NOON.plusSeconds(60)));
        now = NOON.plusSeconds(60);

        assertThat(handles.find(JOB)).isEmpty();
        handles.sweep();
        assertThat(rows()).isZero();
    }

    @Test
    void anotherOrganisationsHandleIsNeverTakenOver() {
        handles.register(owned(JOB, "rescue", NOON.plusSeconds(60)));

        assertThatThrownBy(() -> handles.register(owned(JOB, "police", null)))
                .isInstanceOf(Fault.RegistryDown.class)
                .hasMessageContaining("withheld");
        assertThat(handles.find(JOB).map(OwnedResource::organisation)).contains("rescue");

        now = NOON.plusSeconds(61);
        handles.register(owned(JOB, "police", null));
        assertThat(handles.find(JOB).map(OwnedResource::organisation)).contains("police");
    }

    @Test
    void whatIsForgottenIsUnknown() {
        handles.register(owned(JOB, "rescue", null));
        handles.remove(JOB);

        assertThat(handles.find(JOB)).isEmpty();
    }

    @Test
    void theOldestPagesGoFirst() throws Exception {
        handles.register(owned(JOB, "rescue", null));
        handles.register(owned(page(0), "other", null));
        for (int page = 1; page <= 1001; page++) {
            now = NOON.plusSeconds(page);
            handles.register(owned(page(page), "rescue", now.plus(Duration.ofDays(1))));
        }

        assertThat(handles.find(page(1))).isEmpty();
        assertThat(handles.find(page(2))).isPresent();
        assertThat(handles.find(page(0))).isPresent();
        assertThat(handles.find(JOB)).isPresent();
        assertThat(rows()).isEqualTo(1002);
    }

    @Test
    void whoCannotReadSaysSo() throws Exception {
        try (var beside = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(ResourceFile.FILE));
                var statement = beside.createStatement()) {
            statement.execute("DROP TABLE handle");
        }

        assertThatThrownBy(() -> handles.find(JOB)).isInstanceOf(Fault.RegistryDown.class);
        assertThatThrownBy(() -> handles.register(owned(JOB, "rescue", null))).isInstanceOf(Fault.RegistryDown.class);
    }

    @Test
    void aForeignFileIsLeftAlone() throws Exception {
        var other = Files.createDirectory(data.resolve("other"));
        Files.write(
                other.resolve(ResourceFile.FILE), "not a database, but long enough".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> OwnedResources.open(other, () -> now)).isInstanceOf(RegistryException.Unusable.class);
        assertThat(Files.readString(other.resolve(ResourceFile.FILE))).startsWith("not a database");
    }

    @Test
    void neverPrintsAnId() {
        assertThat(owned(JOB, "rescue", null).toString()).doesNotContain("j-1").doesNotContain("secret-token");
    }

    private int rows() throws Exception {
        try (var beside = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(ResourceFile.FILE));
                var statement = beside.createStatement();
                var count = statement.executeQuery("SELECT count(*) FROM handle")) {
            return count.getInt(1);
        }
    }

    private static ResourceId page(int number) {
        return new ResourceId("rekognition", ResourceKind.PAGE, "p-" + number);
    }

    private OwnedResource owned(ResourceId handle, String organisation, @Nullable Instant expires) {
        return new OwnedResource(
                handle,
                organisation,
                "find_children",
                Set.of(Capability.VIDEO_IDENTIFY, Capability.DETECT),
                0.8,
                "GetFaceSearch",
                "secret-token",
                "d-1",
                now,
                expires);
    }
}
