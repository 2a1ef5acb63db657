package io.facegate.cli.ledger;

import io.facegate.call.Fault;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.LedgerLocator;
import io.facegate.identity.Organisation;
import io.facegate.ledger.reading.SearchArchive;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.search.SearchFile;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.Registrar;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Maps words of the command line to the words in records. An unknown word is a usage error. */
final class SearchWordArguments {
    private final CommandSpec spec;
    private final SearchArchive archive;
    private final CommonOptions settings;
    private final SearchWords words;

    SearchWordArguments(CommandSpec spec, SearchArchive archive, CommonOptions settings) {
        this.spec = spec;
        this.archive = archive;
        this.settings = settings;
        this.words = new SearchWords(archive, this::organisations, this::rules);
    }

    /** The recorded word for an option's value. */
    @Nullable
    String resolve(String option, SearchFacet facet, @Nullable String typed) {
        if (typed == null) {
            return null;
        }
        var found = words.resolve(facet, typed);
        if (found.code() == null) {
            throw unknownWord(option + ": "
                    + WordList.unknownMessage(facet.name().toLowerCase(Locale.ROOT), typed, found.known()));
        }
        return found.code();
    }

    /** Demands that each word occurs in a record and each id is known. */
    void requireKnown(List<String> typed) {
        for (var word : typed) {
            if (!archive.names(word)) {
                throw unknownWord("No record has the id " + word);
            } else if (!isId(word) && !archive.containsWords(word) && !SearchWords.couldOccur(word)) {
                throw unknownWord("No record holds the word '" + WordList.forDisplay(word) + "'" + suggest(word));
            }
        }
    }

    private static boolean isId(String word) {
        return SearchFile.isId(word);
    }

    private String suggest(String word) {
        var all = new LinkedHashSet<String>();
        for (var facet : List.of(
                SearchFacet.ORGANISATION,
                SearchFacet.VERDICT,
                SearchFacet.PURPOSE,
                SearchFacet.CAPABILITY,
                SearchFacet.RULE)) {
            all.addAll(archive.values(facet));
        }
        return WordList.nearest(word, all)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
    }

    private ParameterException unknownWord(String what) {
        var said = LedgerLocator.sanitize(what);
        return new ParameterException(spec.commandLine(), said.endsWith("?") ? said : said + '.');
    }

    /** Organisation names. Empty without a readable registry: then only the ledger's own ids are known. */
    private Map<String, String> organisations() {
        if (!Registrar.isIn(settings.data())) {
            return Map.of();
        }
        try (var registry = Registry.open(settings.data())) {
            return registry.organisations().stream().collect(Collectors.toMap(Organisation::id, Organisation::name));
        } catch (Fault.RegistryDown | RegistryException unreadable) {
            return Map.of();
        }
    }

    private Collection<String> rules() {
        try {
            var rules = new LinkedHashSet<String>();
            for (var pack : PolicyReader.load(settings.policies()).packs()) {
                rules.add(pack.id());
                pack.rules().forEach(rule -> rules.add(rule.id()));
            }
            return rules;
        } catch (PolicyErrors unreadable) {
            return List.of();
        }
    }
}
