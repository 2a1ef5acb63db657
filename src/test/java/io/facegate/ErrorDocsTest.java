package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ErrorDocsTest {
    @Test
    void theDocumentListsEveryDoubtWithItsSentence() throws IOException {
        var document = Files.readString(Path.of("docs/errors.md"));
        for (var doubt : PreconditionFailure.values()) {
            assertThat(document).contains("| `" + doubt.code() + "` | " + doubt.sentence() + " |");
        }
    }

    @Test
    void theDocumentListsEveryFaultCode() throws IOException {
        var document = Files.readString(Path.of("docs/errors.md"));
        for (var why : Fault.Why.values()) {
            assertThat(document).contains('`' + why.name().toLowerCase(Locale.ROOT) + '`');
        }
        for (Fault fault : new Fault[] {
            new Fault.LedgerDown(""),
            new Fault.RegistryDown(""),
            new Fault.ProviderDown(""),
            new Fault.CircuitOpen(1, ""),
            new Fault.OutcomeUnwritten(),
            Fault.ShuttingDown.callRejected(),
            new Fault.Overloaded(""),
            new Fault.QuotaExceeded("", 1, java.util.List.of()),
            new Fault.LimitsDown(""),
            new Fault.TooLarge("")
        }) {
            assertThat(document).contains('`' + fault.code() + '`');
        }
    }
}
