package io.facegate.usecase.ledger;

import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.note.VerifierKey;
import io.facegate.ledger.witness.WitnessPolicy;
import io.facegate.ledger.witness.WitnessServer;
import io.facegate.ledger.witness.WitnessStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The folder of a witness: its key, the log that it watches, and the newest checkpoint that it signed. */
public record WitnessFolder(Path path) {
    /** The file with the witness's secret key; a folder without it holds no witness. */
    public static final String SECRET = WitnessStore.SECRET;

    public boolean hasWitness() {
        return Files.isRegularFile(path.resolve(SECRET));
    }

    /** The witness policy for gateways. */
    public Path policy() {
        return path.resolve("policy");
    }

    /**
     * Makes the witness, or updates the log's keys.
     *
     * @param name the witness's name; null for one that is made up
     * @param keys the log's public keys
     * @param url where gateways reach the witness
     * @return the witness's public key
     */
    public VerifierKey init(@Nullable String name, String keys, String url) throws IOException, VerificationException {
        var witness = WitnessStore.openOrCreate(path, name == null ? randomName() : name);
        witness.trust(keys);
        var text = "log " + keys.lines().findFirst().orElse("") + "\nwitness one "
                + witness.key().encoded() + ' ' + url + "\nquorum one\n";
        WitnessPolicy.parse(text);
        Files.writeString(policy(), text);
        return witness.key();
    }

    private static String randomName() {
        var bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        return "facegate.witness/" + HexFormat.of().formatHex(bytes);
    }

    /**
     * Serves until interrupted.
     *
     * @param listening told the port
     */
    public void serve(InetSocketAddress address, IntConsumer listening)
            throws IOException, VerificationException, InterruptedException {
        try (var server = WitnessServer.start(WitnessStore.open(path), address)) {
            listening.accept(server.port());
            new CountDownLatch(1).await();
        }
    }

    /** The newest checkpoint of each log that the witness signed, encoded. */
    public List<String> newestCheckpoints() throws IOException, VerificationException {
        return WitnessStore.open(path).newestCheckpoints().stream()
                .map(SignedNote::encoded)
                .toList();
    }
}
