package io.facegate.fuzz;

import io.facegate.app.server.OperatorFileProbe;
import io.facegate.app.sinks.SinksFile;
import io.facegate.app.tokens.IssuersFile;
import io.facegate.usecase.registry.QuotasYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The files that an operator writes for {@code serve}; the first byte says which of the five. */
public final class OperatorFileFuzzer {
    /** Each reader, and the page that its errors name. */
    private static final List<Kind> KINDS = List.of(
            new Kind("docs/identity.md", IssuersFile::read),
            new Kind("docs/routes.md", file -> OperatorFileProbe.routes(file, Set.of("local", "rekognition"))),
            new Kind("docs/accounts.md", OperatorFileProbe::accounts),
            new Kind("docs/limits.md", file -> QuotasYaml.read(file.toString(), text(file))),
            new Kind("docs/export.md", SinksFile::read));

    private static final Path FILE = file();

    private OperatorFileFuzzer() {}

    private record Kind(String manual, Function<Path, ?> reader) {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var kind = KINDS.get((bytes[0] & 0xff) % KINDS.size());
        Claim.decodes(IllegalArgumentException.class, () -> {
            Files.write(FILE, Arrays.copyOfRange(bytes, 1, bytes.length));
            try {
                var read = kind.reader.apply(FILE);
                Claim.that(read.toString().equals(kind.reader.apply(FILE).toString()), "read twice, the same");
            } catch (IllegalArgumentException told) {
                var sentence = String.valueOf(told.getMessage());
                Claim.that(sentence.startsWith(FILE.toString()), "the sentence names the file: " + told);
                Claim.that(sentence.contains(kind.manual), "and the page that describes it: " + told);
                throw told;
            }
        });
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path file() {
        try {
            var file = Files.createTempFile("operator", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
