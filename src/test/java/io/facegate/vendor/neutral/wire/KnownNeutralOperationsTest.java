package io.facegate.vendor.neutral.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.catalogue.VendorOperation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KnownNeutralOperationsTest {
    /** A policy may name each of them, and `policy check` knows no other. */
    @Test
    void policiesMayNameEveryOperationOfTheNeutralApi() {
        assertThat(VendorOperation.names())
                .containsAll(Arrays.stream(NeutralEndpoint.values())
                        .map(NeutralEndpoint::operation)
                        .toList())
                .contains("DetectFaces", "BatchAnnotateImages", "Recognize");
    }
}
