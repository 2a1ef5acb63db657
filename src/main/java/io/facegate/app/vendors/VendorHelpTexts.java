package io.facegate.app.vendors;

import io.facegate.app.registration.VendorRegistration;
import io.facegate.catalogue.VendorApi;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parts of help texts that list the vendors; {@code ${bundle:KEY}} in a text stands for one. */
public final class VendorHelpTexts extends ResourceBundle {
    private final Map<String, String> texts;

    public VendorHelpTexts() {
        var all = RegisteredVendors.withoutOptions();
        // Texts have words of their own for the first vendor.
        var others = all.subList(1, all.size());
        texts = Map.of(
                "vendors.words",
                list(all.stream().map(VendorRegistration::word).toList(), "and"),
                "vendors.apis",
                list(Stream.of(VendorApi.values()).map(VendorApi::word).toList(), "or"),
                "vendors.clients",
                list(others.stream().map(VendorRegistration::clients).toList(), "or"),
                "vendors.examples",
                others.stream()
                        .map(each -> "  facegate serve --provider " + each.word() + ' ' + each.example())
                        .collect(Collectors.joining("\n")));
    }

    /** The items with commas, and that word before the last one. */
    public static String list(List<String> items, String before) {
        int last = items.size() - 1;
        return last < 1
                ? String.join("", items)
                : String.join(", ", items.subList(0, last)) + ' ' + before + ' ' + items.get(last);
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
        return texts.get(key);
    }

    @Override
    public Enumeration<String> getKeys() {
        return Collections.enumeration(texts.keySet());
    }
}
