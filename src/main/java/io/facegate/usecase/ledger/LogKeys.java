package io.facegate.usecase.ledger;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.LogKey;
import java.io.IOException;
import java.nio.file.Files;

/**
 * The public keys of a log.
 *
 * @param log the log's name
 * @param newest the key that signs now, encoded
 * @param chain the first key, followed by the proofs of the later ones; the file that verifiers need
 */
public record LogKeys(String log, String newest, String chain) {
    public static LogKeys read(LedgerAddress ledger) throws IOException {
        var name = LogKey.name(ledger, null);
        return new LogKeys(
                name,
                new LogKey(ledger.data()).chain().newest().encoded(),
                Files.readString(ledger.data().resolve(LogKey.CHAIN)));
    }
}
