package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Wire.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Gateways that start on a folder whose galleries or handles somebody changed, who has not their keys. */
class StoreTamperIT {
    private static final String MADE =
            "{\"CollectionArn\":\"aws:rekognition:us-east-1:1:collection/x\",\"FaceModelVersion\":\"7.0\",\"StatusCode\":200}";

    @TempDir
    private Path folder;

    private Path data;
    private Cast cast;

    @BeforeEach
    void register() {
        data = folder.resolve("data");
        cast = Cast.register(data);
    }

    @Test
    void anOlderCopyOfTheGalleriesIsNotUsedUntilAPersonAcceptsIt() throws IOException {
        try (var gateway = Gateway.start(data)) {
            assertThat(call(gateway, cast.hope(), "CreateCollection", "missing").status())
                    .isEqualTo(200);
        }
        Files.copy(data.resolve("galleries.db"), folder.resolve("older.db"));
        try (var gateway = Gateway.start(data)) {
            assertThat(call(gateway, cast.hope(), "DeleteCollection", "missing").status())
                    .isEqualTo(200);
        }
        Files.copy(folder.resolve("older.db"), data.resolve("galleries.db"), StandardCopyOption.REPLACE_EXISTING);
        try (var gateway = Gateway.start(data)) {
            assertThat(call(gateway, cast.hope(), "DescribeCollection", "missing")
                            .status())
                    .isGreaterThanOrEqualTo(500);
            assertThat(gateway.log()).contains("galleries/all");
            assertThat(gateway.acts()).contains("registry_altered galleries/all");
            assertThat(gateway.readiness()).contains("\"altered\"").contains("ignored");
            // The rest of the gateway goes on: this one is judged, and refused.
            assertThat(call(gateway, cast.pd(), "ListCollections", "missing").error())
                    .isEqualTo("AccessDeniedException");
        }
        // Its stop put no older state on record: the next start says so again.
        try (var gateway = Gateway.start(data)) {
            assertThat(call(gateway, cast.hope(), "DescribeCollection", "missing")
                            .status())
                    .isGreaterThanOrEqualTo(500);
        }
        accept();
        try (var gateway = Gateway.start(data)) {
            assertThat(call(gateway, cast.hope(), "DescribeCollection", "missing")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void handlesWhoseListWasChangedAreNobodysUntilAPersonAcceptsThem() throws Exception {
        try (var vendor = FakeVendor.start()) {
            vendor.answers(FakeVendor.Answer.of(200, MADE));
            try (var gateway = Gateways.inFrontOf(vendor.url(), data)) {
                assertThat(call(gateway, cast.hope(), "CreateCollection", "missing")
                                .status())
                        .isEqualTo(200);
                assertThat(call(gateway, cast.hope(), "DescribeCollection", "missing")
                                .status())
                        .isEqualTo(200);
            }
            int seen = vendor.seen().size();
            change("DELETE FROM row_list");
            try (var gateway = Gateways.inFrontOf(vendor.url(), data)) {
                assertThat(call(gateway, cast.hope(), "DescribeCollection", "missing")
                                .status())
                        .isGreaterThanOrEqualTo(500);
                assertThat(gateway.log()).contains("handles/all");
                assertThat(gateway.acts()).contains("registry_altered handles/all");
                assertThat(gateway.readiness()).contains("\"altered\"");
            }
            assertThat(vendor.seen()).as("nothing is forwarded").hasSize(seen);
            accept();
            try (var gateway = Gateways.inFrontOf(vendor.url(), data)) {
                assertThat(call(gateway, cast.hope(), "DescribeCollection", "missing")
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    private void accept() {
        var said = Gateway.run("registry", "accept", "--by", "m.roe", "--reason", "Looked.", "--data", data.toString());
        said.expect(0);
        assertThat(said.err()).contains("The next start");
    }

    private static Answer call(Gateway gateway, Key key, String operation, String collection) {
        return Wire.signed(
                        gateway.calls(),
                        AwsCredentialsIdentity.create(key.id(), key.secret()),
                        operation,
                        "{\"CollectionId\":\"" + collection + "\"}",
                        Map.of(),
                        Wire.usual())
                .send();
    }

    private void change(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("handles.db"));
                var run = connection.createStatement()) {
            run.execute(statement);
        }
    }
}
