package io.facegate.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A vendor whose own trail can be compared with the ledger. */
public enum TrailVendor {
    AWS("rekognition"),
    AZURE("azure"),
    GOOGLE("google");

    private final String catalogue;

    TrailVendor(String catalogue) {
        this.catalogue = catalogue;
    }

    /** The vendor of that word, or null. */
    public static @Nullable TrailVendor fromWord(String word) {
        return Stream.of(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    /** The word for it on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its APIs. */
    public List<VendorApi> apis() {
        return Stream.of(VendorApi.values())
                .filter(api -> api.vendor().equals(catalogue))
                .toList();
    }

    /** The name of its provider in routes, which records have as the engine. */
    public String provider() {
        return catalogue;
    }

    /** How its trail is read. */
    public TrailFormat format() {
        return CatalogueReader.trail(catalogue);
    }

    /** Its operations as the trail names them. */
    public TrailOperations operations() {
        return new TrailOperations(this, format());
    }
}
