package io.facegate.app.server;

import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.app.vendors.VendorHelpTexts;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.ProviderRoute;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The providers that answer permitted calls, as the operator named them.
 *
 * @param names each at most once
 * @param rules the routes file, which assigns calls to providers, or null
 * @param accounts the accounts file, which describes several accounts of a vendor, or null
 */
public record ProviderSelection(
        List<String> names, @Nullable Path rules, @Nullable Path accounts) {
    /** The embedded engine. */
    static final String LOCAL = "local";

    public ProviderSelection {
        names = List.copyOf(names);
    }

    /** Parses a comma-separated list. */
    public static ProviderSelection parse(String list, @Nullable Path rules) {
        return new ProviderSelection(List.of(list.split(",", -1)), rules, null);
    }

    /** Returns a copy with that accounts file. */
    ProviderSelection withAccounts(@Nullable Path file) {
        return new ProviderSelection(names, rules, file);
    }

    /** Why the selection is invalid, or null. */
    public @Nullable String problem() {
        var known = Stream.concat(
                        Stream.of(LOCAL),
                        RegisteredVendors.withoutOptions().stream().map(VendorRegistration::word))
                .toList();
        if (!known.containsAll(names) || Set.copyOf(names).size() != names.size()) {
            return "--provider is " + this + "; it must name some of " + VendorHelpTexts.list(known, "and")
                    + ", each once.";
        }
        Set<String> answering;
        try {
            answering = words();
        } catch (IllegalArgumentException unfit) {
            return "--accounts: " + unfit.getMessage();
        }
        try {
            if (rules != null) {
                RoutesFile.read(rules, answering);
            }
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--routes: " + unfit.getMessage();
        }
    }

    /** The routing rules, as their file has them at each moment. */
    Supplier<List<ProviderRoute>> routes(FileFollower files) {
        var answering = words();
        return rules == null ? List::of : files.follow("routes", rules, file -> RoutesFile.read(file, answering));
    }

    /** The providers at their accounts, as routes name them. */
    private Set<String> words() {
        return Stream.concat(
                        names.stream().filter(LOCAL::equals),
                        RegisteredVendors.withoutOptions().stream()
                                .filter(vendor -> names.contains(vendor.word()))
                                .flatMap(new VendorAccounts(accounts)::names))
                .collect(Collectors.toSet());
    }

    /** The selected vendors, in the order of the list. */
    Stream<VendorRegistration> selected(RegisteredVendors vendors) {
        return vendors.all().stream().filter(vendor -> names.contains(vendor.word()));
    }

    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
