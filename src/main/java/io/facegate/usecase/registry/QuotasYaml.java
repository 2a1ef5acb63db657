package io.facegate.usecase.registry;

import io.facegate.call.Capability;
import io.facegate.json.StrictYaml;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.Quota;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reader of quotas, from a file or the registry: how many calls callers may make. A misspelt key is an error. */
public final class QuotasYaml {
    /** The keys of a quota. */
    public static final Set<String> SETTINGS = Set.of(
            "name", "organisation", "key", "capability", "vendor", "per_second", "burst", "per_day", "per_month");

    private static final int MOST = 1_000;
    private static final long MOST_CALLS = 1_000_000_000_000L;
    private static final long MOST_BURST = 1_000_000;
    private static final double MOST_PER_SECOND = 100_000;

    /** A burst is whole again within this many seconds, so that an unused count can be forgotten. */
    private static final long LONGEST_REFILL = 3600;

    private final StrictYaml file;

    private QuotasYaml(String source) {
        this.file = new StrictYaml(source, "docs/limits.md");
    }

    /**
     * Reads quotas.
     *
     * @param source what the text is, as errors name it
     * @throws IllegalArgumentException with a sentence for the operator when the text is malformed
     */
    public static List<Quota> read(String source, String text) {
        return new QuotasYaml(source).quotas(text);
    }

    private List<Quota> quotas(String text) {
        var entries = file.entries(text, "quotas", SETTINGS);
        file.require(entries.size() <= MOST, "it may hold " + MOST + " quotas");
        var names = new HashSet<String>();
        var all = entries.stream().map(this::quota).toList();
        all.forEach(quota -> file.require(names.add(quota.name()), "two quotas have the name " + quota.name()));
        return all;
    }

    private Quota quota(Map<?, ?> entry) {
        var name = file.name(entry);
        var scope = new Quota.Scope(
                file.text(entry.get("organisation"), "organisation of " + name),
                optionalText(entry, "key"),
                capability(optionalText(entry, "capability")),
                vendor(optionalText(entry, "vendor")));
        var rate = rate(entry, name);
        file.require(
                rate == null || (scope.capability() == null && scope.vendor() == null),
                name + " has per_second, which is checked before capability and vendor are known; make two quotas");
        var day = calls(entry, "per_day");
        var month = calls(entry, "per_month");
        file.require(
                rate != null || day.isPresent() || month.isPresent(),
                name + " limits nothing; it needs per_second, per_day or per_month");
        return new Quota(name, scope, rate, day, month);
    }

    private @Nullable String optionalText(Map<?, ?> entry, String key) {
        return entry.containsKey(key) ? file.text(entry.get(key), key) : null;
    }

    private @Nullable Capability capability(@Nullable String code) {
        if (code == null) {
            return null;
        }
        var capability = Capability.fromCode(code);
        if (capability == null) {
            throw file.error("there is no capability " + code);
        }
        return capability;
    }

    private @Nullable String vendor(@Nullable String word) {
        file.require(
                word == null || WordList.PROVIDERS.words().contains(word),
                "vendor takes " + String.join(", ", WordList.PROVIDERS.words()));
        return word;
    }

    private Quota.@Nullable Rate rate(Map<?, ?> entry, String name) {
        if (!entry.containsKey("per_second")) {
            file.require(!entry.containsKey("burst"), name + " has burst, but no per_second");
            return null;
        }
        double perSecond = entry.get("per_second") instanceof Number number ? number.doubleValue() : Double.NaN;
        file.require(
                perSecond > 0 && perSecond <= MOST_PER_SECOND,
                "per_second is a number above 0, at most " + (long) MOST_PER_SECOND);
        long burst = entry.containsKey("burst")
                ? whole(entry.get("burst"), "burst", 1, MOST_BURST)
                : (long) Math.max(1, Math.ceil(perSecond));
        file.require(
                burst / perSecond <= LONGEST_REFILL,
                name + " has a burst that takes more than an hour to be whole again; use per_day for that");
        return new Quota.Rate(perSecond, burst);
    }

    private OptionalLong calls(Map<?, ?> entry, String key) {
        return entry.containsKey(key)
                ? OptionalLong.of(whole(entry.get(key), key, 0, MOST_CALLS))
                : OptionalLong.empty();
    }

    private long whole(@Nullable Object value, String key, long least, long most) {
        boolean isWhole = Stream.of(Integer.class, Long.class).anyMatch(type -> type.isInstance(value));
        if (isWhole && value instanceof Number number && number.longValue() >= least && number.longValue() <= most) {
            return number.longValue();
        }
        throw file.error(key + " is a whole number from " + least + " to " + most);
    }
}
