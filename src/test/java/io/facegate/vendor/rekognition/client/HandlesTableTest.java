package io.facegate.vendor.rekognition.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.catalogue.CatalogueEffect.Act;
import io.facegate.catalogue.VendorOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table by which resources are owned, and the catalogue that is shown to people, are one. */
class HandlesTableTest {
    @Test
    void theCatalogueHasTheEffectsOfTheTable() throws IOException {
        var rows = Files.readAllLines(
                Path.of("src/main/resources/io/facegate/vendor/rekognition/client/rekognition-handles.tsv"));
        assertThat(rows.stream().skip(1).collect(Collectors.toSet()))
                .isEqualTo(VendorOperation.ofRekognition().stream()
                        .map(HandlesTableTest::row)
                        .collect(Collectors.toSet()));
    }

    private static String row(VendorOperation operation) {
        var effect = operation.effect();
        return String.join(
                "\t",
                operation.name(),
                effect.makes() == null ? "-" : effect.makes().name().toLowerCase(Locale.ROOT) + ':' + effect.field(),
                effect.act() == Act.USES ? "-" : effect.act().name().toLowerCase(Locale.ROOT),
                effect.lists().isEmpty() ? "-" : String.join(",", effect.lists()),
                effect.hasNames() ? "names" : "-");
    }
}
