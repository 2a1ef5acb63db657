package io.facegate.catalogue;

import java.util.Set;

/** What is read of a catalogue, for the fuzzer. */
public final class CatalogueProbe {
    private CatalogueProbe() {}

    /** The words of its APIs. */
    public static Set<String> apis(String content) {
        return CatalogueReader.parse("catalogue", content).keySet();
    }
}
