package io.facegate.vendor.rekognition.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.ResourceOwners;
import io.facegate.registry.TwoGateways;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same races, with each purpose at a gateway of its own; both gateways share one PostgreSQL. */
class RekognitionRacesAcrossGatewaysTest extends RekognitionRacesTest {
    @TempDir
    private Path folder;

    private TwoGateways gateways;
    private boolean lease = true;

    @BeforeEach
    @Override
    void open() throws IOException {
        if (gateways == null) {
            try {
                gateways = TwoGateways.open(folder);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }
        super.open();
    }

    @AfterEach
    void closeGateways() {
        gateways.close();
    }

    @Override
    protected ResourceOwners owners() {
        return lease ? gateways.first() : TwoGateways.withoutLeases(gateways.first());
    }

    @Override
    protected ResourceOwners ownersBeside() {
        return lease ? gateways.second() : TwoGateways.withoutLeases(gateways.second());
    }

    /** The broken control: the same race without leases among the gateways, though each still locks for itself. */
    @Test
    void withoutLeasesTheNewCollectionLosesItsPurpose() {
        end();
        lease = false;
        begin();
        assertThatThrownBy(() -> aCollectionThatIsMadeAnewKeepsItsPurpose(false))
                .isInstanceOf(AssertionError.class);
    }
}
