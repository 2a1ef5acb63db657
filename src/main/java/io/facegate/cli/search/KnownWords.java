package io.facegate.cli.search;

import io.facegate.call.Fault;
import io.facegate.cli.LedgerFiles;
import io.facegate.cli.Settings;
import io.facegate.identity.Organisation;
import io.facegate.ledger.reading.SearchArchive;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.Facet;
import io.facegate.ledger.search.SearchFile;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.reading.Library;
import io.facegate.policy.vocabulary.Words;
import io.facegate.registry.Registrar;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryTrouble;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The words of a command line, as records hold them; one that nothing knows is a usage error. */
final class KnownWords {
    private final CommandSpec spec;
    private final SearchArchive archive;
    private final Settings settings;
    private final SearchWords words;

    KnownWords(CommandSpec spec, SearchArchive archive, Settings settings) {
        this.spec = spec;
        this.archive = archive;
        this.settings = settings;
        this.words = new SearchWords(archive, this::organisations, this::rules);
    }

    /** What an option's word means. */
    @Nullable
    String of(String option, Facet facet, @Nullable String typed) {
        if (typed == null) {
            return null;
        }
        var found = words.of(facet, typed);
        if (found.code() == null) {
            throw unknown(option + ": " + Words.unknown(facet.name().toLowerCase(Locale.ROOT), typed, found.known()));
        }
        return found.code();
    }

    /** Demands that each word stands somewhere, and each id is one that was seen. */
    void demand(List<String> typed) {
        for (var word : typed) {
            if (!archive.names(word)) {
                throw unknown("No record has the id " + word);
            } else if (!isId(word) && !archive.speaks(word) && !SearchWords.couldStand(word)) {
                throw unknown("No record holds the word '" + Words.shown(word) + "'" + near(word));
            }
        }
    }

    private static boolean isId(String word) {
        return SearchFile.isId(word);
    }

    private String near(String word) {
        var all = new LinkedHashSet<String>();
        for (var facet : List.of(Facet.ORGANISATION, Facet.VERDICT, Facet.PURPOSE, Facet.CAPABILITY, Facet.RULE)) {
            all.addAll(archive.values(facet));
        }
        return Words.nearest(word, all)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
    }

    private ParameterException unknown(String what) {
        var said = LedgerFiles.harmless(what);
        return new ParameterException(spec.commandLine(), said.endsWith("?") ? said : said + '.');
    }

    /** Without a registry that can be read, the ledger's own ids are all there are. */
    private Map<String, String> organisations() {
        if (!Registrar.isIn(settings.data())) {
            return Map.of();
        }
        try (var registry = Registry.open(settings.data())) {
            return registry.organisations().stream().collect(Collectors.toMap(Organisation::id, Organisation::name));
        } catch (Fault.RegistryDown | RegistryTrouble unreadable) {
            return Map.of();
        }
    }

    private Collection<String> rules() {
        try {
            var rules = new LinkedHashSet<String>();
            for (var pack : Library.load(settings.policies()).packs()) {
                rules.add(pack.id());
                pack.rules().forEach(rule -> rules.add(rule.id()));
            }
            return rules;
        } catch (PolicyErrors unreadable) {
            return List.of();
        }
    }
}
