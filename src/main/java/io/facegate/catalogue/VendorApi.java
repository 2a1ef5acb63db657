package io.facegate.catalogue;

import io.facegate.call.NormalizedRequest;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An API of a vendor that has a catalogue. Each file is read once, when it is first needed. */
public enum VendorApi {
    REKOGNITION("rekognition", "rekognition"),
    AZURE_FACE("azure", "azure_face"),
    AZURE_VISION("azure", "azure_vision"),
    GOOGLE_VISION("google", "google_vision"),
    COMPREFACE("compreface", "compreface"),
    FACEPLUSPLUS("faceplusplus", "faceplusplus");

    private static final Map<String, Map<String, ApiCatalogue>> READ = new ConcurrentHashMap<>();
    private static final Map<VendorApi, RestOperations> REST = new ConcurrentHashMap<>();

    private final String vendor;
    private final String word;

    VendorApi(String vendor, String word) {
        this.vendor = vendor;
        this.word = word;
    }

    /** Reads every catalogue, so that a process with a broken one does not start. */
    public static void readAll() {
        for (var api : values()) {
            api.catalogue();
        }
    }

    /** Returns the API with that policy word, or null. */
    public static @Nullable VendorApi fromWord(String word) {
        for (var api : values()) {
            if (api.word.equals(word)) {
                return api;
            }
        }
        return null;
    }

    /** The folder of its catalogue. */
    String vendor() {
        return vendor;
    }

    /** The word for it in policies and records. */
    public String word() {
        return word;
    }

    /**
     * What is known of it.
     *
     * @throws CatalogueException when the vendor's catalogue is broken
     */
    public ApiCatalogue catalogue() {
        var read = READ.get(vendor);
        if (read == null) {
            read = READ.computeIfAbsent(vendor, CatalogueReader::read);
        }
        return Objects.requireNonNull(read.get(word), word);
    }

    /** Its operations by method and path. Only for an API whose operations all have both. */
    public RestOperations rest() {
        var known = REST.get(this);
        return known == null ? REST.computeIfAbsent(this, RestOperations::new) : known;
    }

    /** Its operation of that name, or null; an unknown one is refused. */
    public @Nullable VendorOperation operation(String name) {
        return catalogue().operations().get(name);
    }

    /** True if the operation changes nothing, so that it may be sent again; an unknown one may change anything. */
    public boolean isReadOnly(String name) {
        var known = operation(name);
        return known != null && known.effect().readOnly();
    }

    /** Its operation of that name, which must be in the catalogue. */
    public VendorOperation requireOperation(String name) {
        return Objects.requireNonNull(operation(name), name);
    }

    /** Its operation that answers a call of another wire, or null if none does. */
    public @Nullable String answering(NormalizedRequest asked) {
        var name = asked.getClass().getSimpleName();
        return catalogue().operations().values().stream()
                .filter(operation -> operation.classification().answers().contains(name))
                .map(VendorOperation::name)
                .findFirst()
                .orElse(null);
    }
}
