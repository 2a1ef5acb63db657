package io.facegate.app.server;

import io.facegate.app.registration.ProviderOpener;
import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.vendors.VendorHelpTexts;
import io.facegate.call.AccountResourceOwners;
import io.facegate.call.VendorAccount;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderAtAccount;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The accounts at vendors that the operator configured: those of the accounts file, and for each other vendor the one
 * that its options describe.
 *
 * @param file the accounts file, or null
 */
record VendorAccounts(@Nullable Path file) {
    private List<VendorAccountsFile.Entry> entries() {
        return file == null ? List.of() : VendorAccountsFile.read(file);
    }

    /** The accounts of a vendor in the file, the default one first. */
    private List<VendorAccountsFile.Entry> of(VendorRegistration vendor) {
        return entries().stream()
                .filter(one -> one.vendor().equals(vendor.word()))
                .sorted(Comparator.comparing(one -> !one.account().isDefault()))
                .toList();
    }

    /**
     * Why the accounts of these vendors cannot be used, or null.
     *
     * @param words of the chosen vendors in {@code --provider}
     */
    @Nullable
    String problem(List<VendorRegistration> vendors, List<String> words) {
        try {
            for (var entry : entries()) {
                if (!words.contains(entry.vendor())) {
                    return "--accounts: " + file + " has an account of " + entry.vendor()
                            + ", which --provider does not name.";
                }
            }
            return vendors.stream()
                    .map(this::problem)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        } catch (IllegalArgumentException unfit) {
            return "--accounts: " + unfit.getMessage();
        }
    }

    private @Nullable String problem(VendorRegistration vendor) {
        var accounts = of(vendor);
        if (accounts.isEmpty()) {
            return vendor.problem();
        }
        var given = given(vendor);
        accounts.forEach(VendorAccountsFile::configure);
        return given.isEmpty()
                ? null
                : "--accounts has the accounts of " + vendor.word() + ", so write " + VendorHelpTexts.list(given, "and")
                        + " there, in an account with the name " + VendorAccount.DEFAULT + '.';
    }

    /** The vendor's options that the operator set. */
    private static List<String> given(VendorRegistration vendor) {
        return VendorAccountsFile.options(vendor).values().stream()
                .filter(VendorAccounts::isGiven)
                .map(OptionSpec::longestName)
                .toList();
    }

    private static boolean isGiven(OptionSpec option) {
        Object value = option.getValue();
        return value != null && !value.toString().equals(option.defaultValue());
    }

    /** The providers of a vendor at its accounts, as routes name them. */
    Stream<String> names(VendorRegistration vendor) {
        var accounts = of(vendor);
        var words = vendor.apis().stream().map(api -> api.word()).toList();
        return accounts.isEmpty()
                ? words.stream()
                : accounts.stream().flatMap(one -> words.stream().map(one.account()::keyOf));
    }

    /** Opens the providers of a vendor at each of its accounts. */
    ProviderOpener opener(VendorRegistration vendor) {
        var accounts = of(vendor);
        if (accounts.isEmpty()) {
            return vendor.opener();
        }
        var openers = accounts.stream()
                .map(one -> opener(one.account(), VendorAccountsFile.configure(one)))
                .toList();
        return (vertx, owners, limits, files) -> {
            var all = new LinkedHashMap<String, Provider>();
            openers.forEach(one -> all.putAll(one.open(vertx, owners, limits, files)));
            return all;
        };
    }

    /**
     * Opens the providers of a vendor at one account, as if it were the only one.
     *
     * @throws IllegalArgumentException with a sentence for the operator when there is no such account
     */
    ProviderOpener opener(VendorRegistration vendor, String name) {
        var entry = of(vendor).stream()
                .filter(one -> one.account().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--accounts has no account " + name + " of "
                        + vendor.word() + ". Its accounts are: "
                        + String.join(
                                ", ",
                                of(vendor).stream()
                                        .map(one -> one.account().name())
                                        .toList())
                        + '.'));
        var alone = new VendorAccount(VendorAccount.DEFAULT, entry.account().processedIn());
        return opener(alone, VendorAccountsFile.configure(entry));
    }

    private static ProviderOpener opener(VendorAccount account, VendorRegistration configured) {
        var opener = configured.opener();
        return (vertx, owners, limits, files) -> {
            var mine = account.isDefault() ? owners : new AccountResourceOwners(account, owners);
            var all = new LinkedHashMap<String, Provider>();
            opener.open(vertx, mine, limits, files)
                    .forEach(
                            (word, provider) -> all.put(account.keyOf(word), new ProviderAtAccount(account, provider)));
            return all;
        };
    }
}
