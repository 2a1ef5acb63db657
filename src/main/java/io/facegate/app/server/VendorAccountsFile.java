package io.facegate.app.server;

import io.facegate.app.files.StrictYamlFile;
import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.call.VendorAccount;
import io.facegate.policy.vocabulary.KnownPlaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The accounts file: several accounts of a vendor. The settings of an account are the options of its vendor without the
 * vendor's prefix, so that both are read and checked alike.
 */
final class VendorAccountsFile {
    private static final String NAME = "name";
    private static final String PROVIDER = "provider";
    private static final String PLACES = "processed_in";

    /** Each is a label of metrics. */
    private static final int MOST = 32;

    private final StrictYamlFile file;

    private VendorAccountsFile(Path path) {
        this.file = new StrictYamlFile(path, "docs/accounts.md");
    }

    /**
     * One account of the file.
     *
     * @param vendor the word of its vendor in {@code --provider}
     * @param settings of its vendor, by name
     */
    record Entry(String vendor, VendorAccount account, Map<String, String> settings) {
        Entry {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * Reads the accounts of a file; looks at no file that they name.
     *
     * @throws IllegalArgumentException with a sentence for the operator when the file is missing or malformed
     */
    static List<Entry> read(Path path) {
        return new VendorAccountsFile(path).entries();
    }

    private List<Entry> entries() {
        var known = new TreeSet<>(List.of(NAME, PROVIDER, PLACES));
        RegisteredVendors.withoutOptions()
                .forEach(vendor -> known.addAll(options(vendor).keySet()));
        var entries = file.entries("accounts", known);
        file.require(entries.size() <= MOST, "it may hold " + MOST + " accounts");
        var all = entries.stream().map(this::entry).toList();
        var names = new HashSet<String>();
        all.forEach(one -> file.require(
                names.add(one.vendor() + ' ' + one.account().name()),
                "two accounts of " + one.vendor() + " have the name "
                        + one.account().name()));
        return all;
    }

    private Entry entry(Map<?, ?> entry) {
        var name = file.name(entry);
        var word = file.text(entry.get(PROVIDER), "provider of " + name);
        var vendor = new RegisteredVendors()
                .find(word)
                .orElseThrow(() -> file.error(
                        "the account " + name + " has the provider " + word + ", which is no vendor with accounts"));
        var places = file.texts(entry.get(PLACES), PLACES);
        file.require(
                !places.isEmpty(),
                "the account " + name + " has no processed_in: the places in which the vendor processes its calls");
        for (var place : places) {
            var mistake = KnownPlaces.mistake(place);
            file.require(mistake == null, "processed_in of " + name + ": " + mistake);
        }
        return new Entry(word, new VendorAccount(name, List.copyOf(places)), settings(name, vendor, entry));
    }

    private Map<String, String> settings(String name, VendorRegistration vendor, Map<?, ?> entry) {
        var taken = options(vendor).keySet();
        var settings = new TreeMap<String, String>();
        entry.forEach((key, value) -> {
            var setting = String.valueOf(key);
            if (!List.of(NAME, PROVIDER, PLACES).contains(setting)) {
                file.require(
                        taken.contains(setting),
                        "the account " + name + " has " + setting + "; an account of " + vendor.word() + " takes "
                                + String.join(", ", taken));
                settings.put(setting, file.text(value, setting + " of " + name));
            }
        });
        return settings;
    }

    /**
     * Returns the vendor with the settings of an account as its options.
     *
     * @throws IllegalArgumentException with a sentence for the operator when they cannot be used
     */
    static VendorRegistration configure(Entry entry) {
        var vendor = new RegisteredVendors().find(entry.vendor()).orElseThrow();
        var options = options(vendor);
        var arguments = new ArrayList<String>();
        entry.settings()
                .forEach((name, value) ->
                        arguments.add(Objects.requireNonNull(options.get(name)).longestName() + '=' + value));
        String problem;
        try {
            new CommandLine(vendor).parseArgs(arguments.toArray(String[]::new));
            problem = vendor.problemAsAccount();
        } catch (ParameterException unfit) {
            problem = String.valueOf(unfit.getMessage());
        }
        if (problem != null) {
            throw new IllegalArgumentException("The account " + entry.account().name() + " of " + entry.vendor() + ": "
                    + inSettings(problem, options) + " See docs/accounts.md.");
        }
        return vendor;
    }

    /** Says in the words of the file what is said of options. */
    private static String inSettings(String problem, Map<String, OptionSpec> options) {
        var text = problem.replaceFirst("^--provider [a-z]+ needs", "it needs");
        for (var one : new TreeMap<>(options).descendingMap().entrySet()) {
            text = text.replaceAll(Pattern.quote(one.getValue().longestName()) + "(?![a-z-])", one.getKey());
        }
        return text;
    }

    /** The options of a vendor, by the names that their settings have here. */
    static Map<String, OptionSpec> options(VendorRegistration vendor) {
        var byName = new TreeMap<String, OptionSpec>();
        for (var option : CommandSpec.forAnnotatedObject(vendor).options()) {
            var name = option.longestName();
            byName.put(name.substring(name.indexOf('-', 2) + 1).replace('-', '_'), option);
        }
        return byName;
    }
}
