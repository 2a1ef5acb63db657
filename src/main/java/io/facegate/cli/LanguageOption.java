package io.facegate.cli;

import io.facegate.policy.vocabulary.Language;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The {@code --lang} option, for commands that print sentences. */
public final class LanguageOption {
    @Option(
            names = "--lang",
            paramLabel = "LANG",
            defaultValue = "en",
            converter = Codes.class,
            description = "The language of sentences: en or fr. Default: en. Codes and --json stay as they are.")
    private Language language = Language.EN;

    public Language language() {
        return language;
    }

    /** Parses a language code. */
    static final class Codes implements ITypeConverter<Language> {
        @Override
        public Language convert(String code) {
            var language = Language.of(code);
            if (language == null) {
                throw new TypeConversionException("'" + code + "' is not a supported language; expected "
                        + Arrays.stream(Language.values()).map(Language::code).collect(Collectors.joining(" or ")));
            }
            return language;
        }
    }
}
