package io.facegate.fuzz;

import io.facegate.catalogue.CatalogueException;
import io.facegate.catalogue.CatalogueProbe;
import java.nio.charset.StandardCharsets;

/** A vendor's catalogue, as somebody who adds one may write it. */
public final class CatalogueFuzzer {
    private CatalogueFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var content = new String(bytes, StandardCharsets.UTF_8);
        Claim.decodes(CatalogueException.class, () -> {
            try {
                Claim.that(CatalogueProbe.apis(content).equals(CatalogueProbe.apis(content)), "read twice, the same");
            } catch (CatalogueException told) {
                Claim.that(String.valueOf(told.getMessage()).startsWith("catalogue"), "it names the file: " + told);
                throw told;
            }
        });
    }
}
